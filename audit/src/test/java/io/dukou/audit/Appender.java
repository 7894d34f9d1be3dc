package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
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
  /** How the process ends when its log fails. */
  static final int FAILED = 70;

  private static final int WRITERS = 4;

  private Appender() {}

  /**
   * Appends to the log below a directory, whose log and domestic directories exist, or with four
   * arguments to an existing log in a database: URL, user, password file, and a directory for what
   * it has acknowledged.
   */
  public static void main(String[] arguments) throws IOException {
    AuditLog audit = arguments.length == 1 ? inDirectory(arguments[0]) : inDatabase(arguments);
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

  private static AuditLog inDirectory(String argument) {
    Path directory = Path.of(argument);
    LogStorage log = LogStorage.posix(directory.resolve("log"));
    if (!Files.exists(directory.resolve("log").resolve(TilePath.CHECKPOINT))) {
      AuditLog.create(log, domestic(directory), Fixture.KEYS);
    }
    return AuditLog.open(log, domestic(directory), Fixture.KEYS, options());
  }

  private static AuditLog inDatabase(String[] arguments) {
    PostgresHome home =
        PostgresHome.open(
            PostgresServer.quick(
                PostgresOptions.of(arguments[0], arguments[1], Path.of(arguments[2]))));
    return AuditLog.open(
        home.log(),
        new DomesticStorage(home.domestic(), Fixture.DOMESTIC_KEY),
        Fixture.KEYS,
        options().withAcknowledged(LogStorage.posix(Path.of(arguments[3]))));
  }

  private static LogOptions options() {
    return LogOptions.defaults()
        .withPublishInterval(Duration.ofMillis(15))
        .withOnFailure(
            cause -> {
              System.err.println(cause.getMessage());
              Runtime.getRuntime().halt(FAILED);
            });
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
