package io.dukou.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of {@link AppendBenchmark} that measures a log whose key is in a token of SoftHSM beside
 * one whose key is in a file, in turns on the same disk. SoftHSM signs with the same processors, so
 * this shows what the calls to a module cost; a device has its own rate, which is what limits
 * there.
 */
final class TokenBenchmark {
  private static final int[] WRITERS = {1, 16, 256};

  private TokenBenchmark() {}

  /** Makes a token and measures in a process that sees it. */
  static void run(Path root, int seconds) throws Exception {
    SoftHsm hsm = SoftHsm.in(root.resolve("hsm"));
    hsm.token("dukou");
    hsm.key("dukou", "log", "01");
    List<String> options = List.of("-XX:+UseParallelGC", "-Xmn256m");
    String[] arguments = {
      root.toString(), Integer.toString(seconds), hsm.uri("dukou", ";object=log")
    };
    System.out.print(hsm.end(options, TokenBenchmark.class.getName(), arguments).said());
  }

  /** {@code DIRECTORY SECONDS URI}. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    LogSigners file = LogSigners.of(Fixture.KEYS);
    Path keys = Files.createDirectory(root.resolve("keys"));
    LogSigners token = LogSigners.createInToken(keys, Fixture.ORIGIN, arguments[2]);
    measure(root.resolve("warm-up-file"), file, 256, seconds);
    measure(root.resolve("warm-up-token"), token, 256, seconds);
    for (int writers : WRITERS) {
      long[] inFile = measure(root.resolve("file-" + writers), file, writers, seconds);
      AppendBenchmark.print(writers + " writers, key in a file", inFile, seconds);
      try (CommitterShares shares = CommitterShares.start()) {
        long[] inToken = measure(root.resolve("token-" + writers), token, writers, seconds);
        AppendBenchmark.print(writers + " writers, key in a token", inToken, seconds);
        System.out.println("  the committing thread, key in a token: " + shares);
        System.out.printf("  the token's rate is %.2f of the file's%n", ratio(inToken, inFile));
      }
    }
  }

  private static double ratio(long[] one, long[] other) {
    return (double) one.length / other.length;
  }

  private static long[] measure(Path directory, LogSigners signers, int writers, int seconds)
      throws Exception {
    Files.createDirectory(directory);
    LogStorage log = LogStorage.posix(Files.createDirectory(directory.resolve("log")));
    LogStorage domestic = LogStorage.posix(Files.createDirectory(directory.resolve("domestic")));
    return AppendBenchmark.run(log, domestic, signers, writers, seconds);
  }
}
