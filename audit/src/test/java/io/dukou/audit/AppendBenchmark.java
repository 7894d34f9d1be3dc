package io.dukou.audit;

import io.dukou.audit.postgres.PostgresHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how many entries become durable and acknowledged, each with its receipt, beside a plain
 * loop of write and sync on the same disk.
 *
 * <p>Run from the root of the tree, with a directory on the disk to be measured:
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -pl audit -Dmdep.outputFile=target/classpath
 * java -cp audit/target/test-classes:audit/target/classes:$(cat audit/target/classpath) \
 *     io.dukou.audit.AppendBenchmark DIRECTORY [SECONDS [postgres]]
 * </pre>
 *
 * With {@code postgres} the logs lie in databases of a server that is started for it, in the
 * directory for temporary files.
 */
final class AppendBenchmark {
  private static final int[] WRITERS = {1, 16, 256};
  private static final int PERSONS = 20;

  private AppendBenchmark() {}

  /** Prints one line for the plain loop and one for each number of writers. */
  public static void main(String[] arguments) throws Exception {
    Path root = Files.createTempDirectory(Path.of(arguments[0]), "append-benchmark");
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    System.out.printf("%-28s %10s %10s %10s%n", "", "entries/s", "p50 ms", "p99 ms");
    plainLoop(root, seconds);
    boolean inDatabase = arguments.length > 2 && arguments[2].equals("postgres");
    run(root.resolve("warm-up"), inDatabase, 16, seconds);
    for (int writers : WRITERS) {
      List<Long> nanos = run(root.resolve("log-" + writers), inDatabase, writers, seconds);
      print(writers + " writers", nanos, seconds);
    }
  }

  private static void plainLoop(Path root, int seconds) throws IOException {
    List<Long> nanos = new ArrayList<>();
    try (LogFile file = LogStorage.posix(root).write("plain")) {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      for (long now = System.nanoTime(); now < end; ) {
        file.write(file.size(), ByteBuffer.allocate(1024));
        file.sync();
        long done = System.nanoTime();
        nanos.add(done - now);
        now = done;
      }
    }
    print("plain write and sync, 1 KB", nanos, seconds);
  }

  private static List<Long> run(Path directory, boolean inDatabase, int writers, int seconds)
      throws Exception {
    if (inDatabase) {
      try (PostgresHome home = PostgresHome.open(PostgresServer.running().newDatabase())) {
        return run(home.log(), home.domestic(), writers, seconds);
      }
    }
    Files.createDirectory(directory);
    LogStorage log = LogStorage.posix(Files.createDirectory(directory.resolve("log")));
    LogStorage domestic = LogStorage.posix(Files.createDirectory(directory.resolve("domestic")));
    return run(log, domestic, writers, seconds);
  }

  private static List<Long> run(LogStorage log, LogStorage domestic, int writers, int seconds)
      throws Exception {
    DomesticStorage store = new DomesticStorage(domestic, Fixture.DOMESTIC_KEY);
    AuditLog.create(log, store, Fixture.KEYS);
    List<Long> nanos = new ArrayList<>();
    LogOptions options = LogOptions.defaults();
    try (AuditLog audit = AuditLog.open(log, store, Fixture.KEYS, options)) {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      List<Thread> threads = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        Thread thread = new Thread(() -> append(audit, end, nanos));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return nanos;
  }

  private static void append(AuditLog audit, long end, List<Long> all) {
    List<Long> own = new ArrayList<>();
    long start = System.nanoTime();
    for (int number = PERSONS; start - end < 0; number++) {
      audit.append(Fixture.draft(number), Fixture.part(number)).join();
      long now = System.nanoTime();
      own.add(now - start);
      start = now;
    }
    synchronized (all) {
      all.addAll(own);
    }
  }

  private static void print(String what, List<Long> nanos, int seconds) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    System.out.printf(
        "%-28s %10d %10.2f %10.2f%n",
        what,
        sorted.length / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }
}
