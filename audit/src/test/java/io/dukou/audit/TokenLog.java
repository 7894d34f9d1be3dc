package io.dukou.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Writes a log whose key is in a token, in a process of its own: {@code FOLDER URI [URI]} makes
 * keys and log, appends, and, given a second key, rotates to it and appends again. Prints the list
 * of verifier keys and then receipts, or what is wrong.
 */
final class TokenLog {
  private TokenLog() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path keys = Files.createDirectories(folder.resolve("keys"));
    try {
      LogSigners signers =
          Files.exists(keys.resolve("log.key"))
              ? LogSigners.load(keys, Fixture.ORIGIN, null, new SecureRandom())
              : LogSigners.createInToken(keys, Fixture.ORIGIN, arguments[1]);
      LogStorage log = LogStorage.posix(Files.createDirectories(folder.resolve("log")));
      LogStorage parts = LogStorage.posix(Files.createDirectories(folder.resolve("domestic")));
      DomesticStorage domestic = new DomesticStorage(parts, Fixture.DOMESTIC_KEY);
      if (!AuditLog.exists(log, domestic)) {
        AuditLog.create(log, domestic, signers);
      }
      long size = append(log, domestic, signers);
      if (arguments.length > 2) {
        signers = signers.rotateToToken(keys, size, 2, arguments[2]);
        append(log, domestic, signers);
      }
      System.out.println(signers.verifier().lines().strip());
      System.out.println(signers);
    } catch (KeyFileException e) {
      System.out.println("REFUSED " + e.getMessage());
    }
  }

  private static long append(LogStorage log, DomesticStorage domestic, LogSigners signers) {
    try (AuditLog audit = AuditLog.open(log, domestic, signers, LogOptions.defaults())) {
      int next = (int) audit.size();
      List<Receipt> receipts = Fixture.append(audit, next, next + 3);
      receipts.forEach(receipt -> System.out.println("receipt " + receipt.index()));
      return audit.size();
    }
  }
}
