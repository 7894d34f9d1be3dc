package io.dukou.audit;

import io.dukou.audit.postgres.PostgresHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Measures how many entries become durable and acknowledged, each with its receipt, beside a plain
 * loop of write and sync on the same disk and, where Go is installed, beside Tessera's POSIX log;
 * what the thread that commits does meanwhile; and how long checking a log takes.
 *
 * <p>Run from the root of the tree, with a directory on the disk to be measured:
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -pl audit -Dmdep.outputFile=target/classpath
 * java -XX:+UseParallelGC -Xmn256m \
 *     -cp audit/target/test-classes:audit/target/classes:$(cat audit/target/classpath) \
 *     io.dukou.audit.AppendBenchmark DIRECTORY [SECONDS [files|postgres|token [ENTRIES]]]
 * </pre>
 *
 * With {@code postgres} the logs lie in databases of a server that is started for it, in the
 * directory for temporary files. With {@code token} only our log is measured, with its key in a
 * token of SoftHSM beside a key in a file. The options of the JVM keep pauses of its collector to a
 * few milliseconds, which is what the longest one in a hundred waits for. With {@code ENTRIES} a
 * log of so many is written and checked.
 */
final class AppendBenchmark {
  private static final int[] WRITERS = {1, 16, 256};
  private static final int PERSONS = 20;
  private static final Path TESSERA = Path.of("audit", "src", "test", "go-tessera");

  private AppendBenchmark() {}

  /** Prints a line for the plain loop, and some for each number of writers. */
  public static void main(String[] arguments) throws Exception {
    Path root = Files.createTempDirectory(Path.of(arguments[0]), "append-benchmark");
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    boolean inDatabase = arguments.length > 2 && arguments[2].equals("postgres");
    System.out.printf("%-28s %10s %10s %10s%n", "", "entries/s", "p50 ms", "p99 ms");
    plainLoop(root, seconds);
    if (arguments.length > 2 && arguments[2].equals("token")) {
      TokenBenchmark.run(root, seconds);
      return;
    }
    Map<Integer, Long> ours = new TreeMap<>();
    run(root.resolve("warm-up"), inDatabase, 256, 3 * seconds);
    for (int writers : WRITERS) {
      try (CommitterShares shares = CommitterShares.start()) {
        long[] nanos = run(root.resolve("log-" + writers), inDatabase, writers, seconds);
        print(writers + " writers", nanos, seconds);
        ours.put(writers, (long) nanos.length / seconds);
        System.out.println("  the committing thread: " + shares);
      }
    }
    compareWithTessera(root, seconds, ours);
    if (arguments.length > 3) {
      check(root.resolve("checked"), Integer.parseInt(arguments[3]));
    }
  }

  /** Runs Tessera's log on the same disk and prints ratios. */
  private static void compareWithTessera(Path root, int seconds, Map<Integer, Long> ours)
      throws Exception {
    Process tessera;
    try {
      tessera =
          new ProcessBuilder(
                  "go", "run", ".", "-dir", root.toString(), "-seconds", Integer.toString(seconds))
              .directory(TESSERA.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      System.out.println("Tessera is not measured: there is no Go on this machine");
      return;
    }
    try (BufferedReader lines = tessera.inputReader()) {
      lines.lines().forEach(line -> printTessera(line.split(" ", -1), ours));
    }
    if (tessera.waitFor() != 0) {
      System.out.println("Tessera is not measured");
    }
  }

  private static void printTessera(String[] words, Map<Integer, Long> ours) {
    double rate = Double.parseDouble(words[2]);
    System.out.printf(
        "%-28s %10.0f %10s %10s   ours is %.1f times%n",
        "Tessera, " + words[0] + ", " + words[1],
        rate,
        words[3],
        words[4],
        ours.getOrDefault(Integer.valueOf(words[1]), 0L) / rate);
  }

  /** Writes a log and says how long checking all of it takes. */
  private static void check(Path directory, int entries) throws Exception {
    Files.createDirectory(directory);
    LogStorage log = LogStorage.posix(Files.createDirectory(directory.resolve("log")));
    LogStorage domestic = LogStorage.posix(Files.createDirectory(directory.resolve("domestic")));
    DomesticStorage store = new DomesticStorage(domestic, Fixture.DOMESTIC_KEY);
    AuditLog.create(log, store, Fixture.KEYS);
    int atOnce = 10_000;
    LogOptions options = LogOptions.defaults().withQueue(atOnce, 1L << 30);
    try (AuditLog audit = AuditLog.open(log, store, Fixture.KEYS, options)) {
      for (int from = 0; from < entries; from += atOnce) {
        Fixture.appendTogether(audit, from, Math.min(entries, from + atOnce));
      }
    }
    long start = System.nanoTime();
    LogReport report = LogCheck.check(log, Fixture.VKEY, null);
    System.out.printf(
        "checking %,d entries: %.1f s, %s%n",
        entries, (System.nanoTime() - start) / 1e9, report.sound() ? "sound" : "NOT SOUND");
  }

  private static void plainLoop(Path root, int seconds) throws IOException {
    Latencies latencies = new Latencies();
    try (LogFile file = LogStorage.posix(root).write("plain")) {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      for (long now = System.nanoTime(); now < end; ) {
        file.write(file.size(), ByteBuffer.allocate(1024));
        file.sync();
        long done = System.nanoTime();
        latencies.add(done - now);
        now = done;
      }
    }
    print("plain write and sync, 1 KB", latencies.sorted(), seconds);
  }

  private static long[] run(Path directory, boolean inDatabase, int writers, int seconds)
      throws Exception {
    LogSigners signers = LogSigners.of(Fixture.KEYS);
    if (inDatabase) {
      try (PostgresHome home = PostgresHome.open(PostgresServer.running().newDatabase())) {
        return run(home.log(), home.domestic(), signers, writers, seconds);
      }
    }
    Files.createDirectory(directory);
    LogStorage log = LogStorage.posix(Files.createDirectory(directory.resolve("log")));
    LogStorage domestic = LogStorage.posix(Files.createDirectory(directory.resolve("domestic")));
    return run(log, domestic, signers, writers, seconds);
  }

  /**
   * Lets writers append, each its next entry when the one before is acknowledged. As in a gateway,
   * they share as many threads as there are processors; what is measured ends when an entry is
   * acknowledged, not when its writer finds a thread.
   *
   * @return how long each took, in nanoseconds, the shortest first
   */
  static long[] run(
      LogStorage log, LogStorage domestic, LogSigners signers, int writers, int seconds)
      throws Exception {
    DomesticStorage store = new DomesticStorage(domestic, Fixture.DOMESTIC_KEY);
    AuditLog.create(log, store, signers);
    Latencies latencies = new Latencies();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (AuditLog audit = AuditLog.open(log, store, signers, LogOptions.defaults())) {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      CountDownLatch writing = new CountDownLatch(writers);
      for (int writer = 0; writer < writers; writer++) {
        threads.execute(() -> append(audit, PERSONS, end, latencies, threads, writing));
      }
      if (!writing.await(seconds + 60L, TimeUnit.SECONDS)) {
        throw new IllegalStateException("some entries were not acknowledged");
      }
    } finally {
      threads.shutdown();
    }
    return latencies.sorted();
  }

  private static void append(
      AuditLog audit,
      int number,
      long end,
      Latencies latencies,
      Executor threads,
      CountDownLatch writing) {
    long start = System.nanoTime();
    if (start - end >= 0) {
      writing.countDown();
      return;
    }
    var unused =
        audit
            .append(Fixture.draft(number), Fixture.part(number))
            .thenRun(
                () -> {
                  latencies.add(System.nanoTime() - start);
                  threads.execute(
                      () -> append(audit, number + 1, end, latencies, threads, writing));
                });
  }

  /** Durations in nanoseconds, without an object for each. */
  private static final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    synchronized void add(long duration) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = duration;
    }

    synchronized long[] sorted() {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** Prints a line with rate, median and 99th percentile. */
  static void print(String what, long[] sorted, int seconds) {
    System.out.printf(
        "%-28s %10d %10.2f %10.2f%n",
        what,
        sorted.length / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }
}
