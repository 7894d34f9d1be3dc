// Command tesserabench measures how many entries a second Tessera's POSIX log
// takes, for AppendBenchmark to print beside Dukou's.
//
//	tesserabench -dir DIR -seconds N -writers 1,16,256
//
// For each number of writers it makes a new log below DIR and prints two lines,
//
//	sequenced WRITERS ENTRIES_PER_SECOND P50_MS P99_MS
//	published WRITERS ENTRIES_PER_SECOND P50_MS P99_MS
//
// of which the first waits for an entry's index and the second for a signed
// checkpoint that covers it, which is what a receipt of Dukou has. Batches close
// after 1 ms and checkpoints come every 100 ms, the shortest that Tessera takes;
// with its defaults it is slower.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const (
	entryBytes    = 512
	batchEntries  = 256
	batchAge      = time.Millisecond
	checkpointGap = 100 * time.Millisecond
	pollPeriod    = 5 * time.Millisecond
)

func main() {
	dir := flag.String("dir", "", "directory on the disk to be measured")
	seconds := flag.Int("seconds", 5, "how long each measurement takes")
	writers := flag.String("writers", "1,16,256", "numbers of concurrent writers")
	flag.Parse()
	for _, text := range strings.Split(*writers, ",") {
		count, err := strconv.Atoi(text)
		if err == nil {
			err = measure(*dir, count, time.Duration(*seconds)*time.Second)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "not measured:", err)
			os.Exit(1)
		}
	}
}

// measure runs both ways to wait, each on a log of its own.
func measure(dir string, writers int, length time.Duration) error {
	for _, published := range []bool{false, true} {
		path, err := os.MkdirTemp(dir, "tessera")
		if err != nil {
			return err
		}
		times, err := run(path, writers, length, published)
		if err != nil {
			return err
		}
		print(published, writers, times, length)
	}
	return nil
}

func run(path string, writers int, length time.Duration, published bool) ([]time.Duration, error) {
	ctx := context.Background()
	skey, _, err := note.GenerateKey(rand.Reader, "bench.example/log")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: path})
	if err != nil {
		return nil, err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(checkpointGap).
		WithBatching(batchEntries, batchAge)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, pollPeriod)
	add := func(entry []byte) error {
		future := appender.Add(ctx, tessera.NewEntry(entry))
		if published {
			_, _, err := awaiter.Await(ctx, future)
			return err
		}
		_, err := future()
		return err
	}
	times, err := write(writers, time.Now().Add(length), add)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return times, shutdown(ctx)
}

// write has the writers add one entry after the other until the end, and
// returns how long each took.
func write(writers int, end time.Time, add func([]byte) error) ([]time.Duration, error) {
	var lock sync.Mutex
	var group sync.WaitGroup
	var all []time.Duration
	var failed error
	for writer := range writers {
		group.Add(1)
		go func() {
			defer group.Done()
			var own []time.Duration
			var err error
			for number := 0; err == nil && time.Now().Before(end); number++ {
				entry := bytes.Repeat([]byte{' '}, entryBytes)
				copy(entry, fmt.Sprintf("%d/%d", writer, number))
				start := time.Now()
				err = add(entry)
				own = append(own, time.Since(start))
			}
			lock.Lock()
			defer lock.Unlock()
			all = append(all, own...)
			if err != nil {
				failed = err
			}
		}()
	}
	group.Wait()
	return all, failed
}

func print(published bool, writers int, times []time.Duration, length time.Duration) {
	slices.Sort(times)
	what := "sequenced"
	if published {
		what = "published"
	}
	millis := func(share int) float64 {
		return float64(times[(len(times)-1)*share/100].Microseconds()) / 1000
	}
	fmt.Printf("%s %d %.1f %.2f %.2f\n", what, writers,
		float64(len(times))/length.Seconds(), millis(50), millis(99))
}
