// Command verifylog checks a Dukou log and its receipts with the Go
// implementation of signed notes and tiled logs, none of which is Dukou's.
//
//	verifylog -vkey KEY -log DIR [receipt...]
//	verifylog -vkeys FILE -log DIR [receipt...]
//	verifylog -vkey KEY -witness WITNESSKEY checkpoint
//	verifylog -vkey KEY -cosigner PRIVATEKEYFILE checkpoint
//
// It reads the checkpoint and every tile and entry of the log in DIR, proves
// each entry's inclusion, and for each receipt file proves the inclusion of its
// entry in its own checkpoint and the consistency of that with the log's. FILE
// is a list of keys, each with the smallest and the largest size of the trees
// that it may sign. With -witness it proves that log and witness signed a
// checkpoint, with -cosigner it prints the checkpoint with a cosignature of its own.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	vkey := flag.String("vkey", "", "verifier key of the log")
	list := flag.String("vkeys", "", "file with the verifier keys of the log and their sizes")
	dir := flag.String("log", "", "directory of the log")
	witness := flag.String("witness", "", "verifier key of a witness")
	cosigner := flag.String("cosigner", "", "file with the private key of a witness")
	flag.Parse()
	var err error
	switch {
	case *witness != "":
		err = checkCosigned(*vkey, *witness, flag.Arg(0))
	case *cosigner != "":
		err = cosign(*vkey, *cosigner, flag.Arg(0))
	default:
		err = run(*vkey, *list, *dir, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "not proved:", err)
		os.Exit(1)
	}
}

func run(vkey, list, dir string, receipts []string) error {
	keys, err := readKeys(vkey, list)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(signed, keys)
	if err != nil {
		return err
	}
	reader := tlog.TileHashReader(tree, tiles{dir})
	if err := checkEntries(dir, tree, reader); err != nil {
		return err
	}
	for _, name := range receipts {
		if err := checkReceipt(name, keys, tree, reader); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	fmt.Printf("proved %d entries and %d receipts\n", tree.N, len(receipts))
	return nil
}

// checkCosigned proves that a checkpoint is signed by its log and cosigned by a
// witness, and prints when.
func checkCosigned(vkey, witness, name string) error {
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	cosigner, err := fnote.NewVerifierForCosignatureV1(witness)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(log, cosigner))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 2 {
		return fmt.Errorf("%d signatures instead of two", len(opened.Sigs))
	}
	for _, signature := range opened.Sigs {
		if signature.Name == cosigner.Name() {
			at, err := fnote.CoSigV1Timestamp(signature)
			if err != nil {
				return err
			}
			fmt.Println("cosigned at", at.UTC().Format("2006-01-02T15:04:05Z"))
		}
	}
	return nil
}

// cosign prints a checkpoint of a log with a cosignature.
func cosign(vkey, keyFile, name string) error {
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	signer, err := fnote.NewSignerForCosignatureV1(strings.TrimSpace(string(key)))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(log))
	if err != nil {
		return err
	}
	signed, err := note.Sign(opened, signer)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(signed)
	return err
}

// A key may sign trees of the sizes from..to.
type key struct {
	note.Verifier
	from, to int64
}

// readKeys returns one key for all sizes, or those of a list.
func readKeys(vkey, list string) ([]key, error) {
	text := vkey
	if list != "" {
		content, err := os.ReadFile(list)
		if err != nil {
			return nil, err
		}
		text = string(content)
	}
	var keys []key
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		verifier, err := note.NewVerifier(words[0])
		if err != nil {
			return nil, err
		}
		each := key{verifier, 0, math.MaxInt64}
		if len(words) == 3 {
			if each.from, err = strconv.ParseInt(words[1], 10, 64); err != nil {
				return nil, err
			}
			if words[2] != "-" {
				if each.to, err = strconv.ParseInt(words[2], 10, 64); err != nil {
					return nil, err
				}
			}
		}
		keys = append(keys, each)
	}
	if len(keys) == 0 {
		return nil, errors.New("no verifier key")
	}
	return keys, nil
}

// openCheckpoint verifies a c2sp.org/tlog-checkpoint whose origin is the name
// of the verifier keys, and that one of them that may sign its tree has.
func openCheckpoint(signed []byte, keys []key) (tlog.Tree, error) {
	var verifiers []note.Verifier
	for _, each := range keys {
		verifiers = append(verifiers, each.Verifier)
	}
	opened, err := note.Open(signed, note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != keys[0].Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	valid := false
	for _, signature := range opened.Sigs {
		for _, each := range keys {
			valid = valid || signature.Hash == each.KeyHash() && each.from <= size && size <= each.to
		}
	}
	if !valid {
		return tlog.Tree{}, fmt.Errorf("no key that may sign a tree of %d entries has", size)
	}
	root, err := parseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkEntries compares every entry with its leaf hash, which the reader has
// proved against the signed root, and proves the inclusion of the first of
// each bundle by itself.
func checkEntries(dir string, tree tlog.Tree, reader tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += tileWidth {
		entries, err := readBundle(dir, first/tileWidth, min(tileWidth, tree.N-first))
		if err != nil {
			return err
		}
		if err := checkBundle(entries, first, reader); err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, first, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, first, tlog.RecordHash(entries[0])); err != nil {
			return fmt.Errorf("entry %d: %w", first, err)
		}
	}
	return nil
}

func checkBundle(entries [][]byte, first int64, reader tlog.HashReader) error {
	indexes := make([]int64, len(entries))
	for i := range entries {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		if tlog.RecordHash(entry) != hashes[i] {
			return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
		}
	}
	return nil
}

// checkReceipt verifies a c2sp.org/tlog-proof whose extra data is the entry.
func checkReceipt(name string, keys []key, tree tlog.Tree, reader tlog.HashReader) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a tlog-proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := parseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	then, err := openCheckpoint([]byte(signed), keys)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, then.N, then.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	return checkConsistency(then, tree, reader)
}

// checkConsistency proves that one tree is a prefix of the other.
func checkConsistency(then, now tlog.Tree, reader tlog.HashReader) error {
	proof, err := tlog.ProveTree(now.N, then.N, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, now.N, now.Hash, then.N, then.Hash)
}

func parseHash(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err == nil && len(bytes) != len(hash) {
		err = errors.New("not a hash")
	}
	copy(hash[:], bytes)
	return hash, err
}

func readBundle(dir string, number, width int64) ([][]byte, error) {
	tile := tlog.Tile{H: tileHeight, L: -1, N: number, W: int(width)}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	rest, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(rest) > 0 {
		if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
			return nil, fmt.Errorf("%s: cut off", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(rest))
		entries = append(entries, rest[2:end])
		rest = rest[end:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("%s: %d entries instead of %d", path, len(entries), width)
	}
	return entries, nil
}

// tiles reads hash tiles from a log directory.
type tiles struct{ dir string }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(t.dir, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		read[i] = bytes
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
