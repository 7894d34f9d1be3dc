package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * A process that appends until it is killed and prints each receipt it gets, a line each: the
 * tlog-proof in base64 and a full stop, so that a line cut off by the kill is known. It also ends
 * with whoever started it, when its standard input does.
 */
final class Appender {
  private static final int WRITERS = 4;

  private Appender() {}

  /** Appends to the log below a directory, whose log and domestic directories exist. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    LogStorage log = LogStorage.posix(directory.resolve("log"));
    if (!Files.exists(directory.resolve("log").resolve(TilePath.CHECKPOINT))) {
      AuditLog.create(log, domestic(directory), Fixture.KEYS);
    }
    LogOptions options =
        LogOptions.defaults()
            .withPublishInterval(Duration.ofMillis(15))
            .withOnFailure(cause -> Runtime.getRuntime().halt(70));
    AuditLog audit = AuditLog.open(log, domestic(directory), Fixture.KEYS, options);
    PrintStream out = new PrintStream(System.out, false, UTF_8);
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer;
      new Thread(() -> append(audit, first, out)).start();
    }
    while (System.in.read() >= 0) {
      // nothing is said to it; what is waited for is the end
    }
    Runtime.getRuntime().halt(0);
  }

  static DomesticStorage domestic(Path directory) {
    return new DomesticStorage(
        LogStorage.posix(directory.resolve("domestic")), Fixture.DOMESTIC_KEY);
  }

  private static void append(AuditLog audit, int first, PrintStream out) {
    for (int number = first; ; number += WRITERS) {
      Receipt receipt = audit.append(Fixture.draft(number), Fixture.part(number)).join();
      String line = Base64.getEncoder().encodeToString(receipt.tlogProof().getBytes(UTF_8));
      synchronized (out) {
        out.print(line + ".\n");
        out.flush();
      }
    }
  }
}
