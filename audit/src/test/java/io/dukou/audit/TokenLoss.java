package io.dukou.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the token away while writers append to a log whose key is in it, in a process of its own:
 * {@code FOLDER URI TOKENS}, where a {@link TokenLog} was before. Prints how many entries were
 * acknowledged, what each writer was told, what the log told its owner, and what an append is told
 * once the token is back.
 */
final class TokenLoss {
  private static final int WRITERS = 4;
  private static final int BEFORE = 40;

  private TokenLoss() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path tokens = Path.of(arguments[2]);
    LogSigners signers =
        LogSigners.load(folder.resolve("keys"), Fixture.ORIGIN, null, new SecureRandom());
    LogStorage log = LogStorage.posix(folder.resolve("log"));
    DomesticStorage domestic =
        new DomesticStorage(LogStorage.posix(folder.resolve("domestic")), Fixture.DOMESTIC_KEY);
    LogOptions options =
        LogOptions.defaults()
            .withOnFailure(failure -> System.out.println("OWNER " + failure.getMessage()));
    try (AuditLog audit = AuditLog.open(log, domestic, signers, options)) {
      AtomicInteger acknowledged = new AtomicInteger();
      CountDownLatch flowing = new CountDownLatch(BEFORE);
      ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(() -> write(audit, acknowledged, flowing));
      }
      flowing.await();
      Path away = tokens.resolveSibling("away");
      Files.move(tokens, away);
      writers.shutdown();
      if (!writers.awaitTermination(60, TimeUnit.SECONDS)) {
        System.out.println("STILL SIGNING");
        System.exit(1);
      }
      Files.move(away, tokens);
      System.out.println("ACKNOWLEDGED " + acknowledged);
      System.out.println("HEALTHY " + audit.healthy());
      write(audit, acknowledged, flowing);
    }
  }

  private static void write(AuditLog audit, AtomicInteger acknowledged, CountDownLatch flowing) {
    try {
      while (true) {
        audit.append(Fixture.draft(1), Fixture.part(1)).join();
        acknowledged.incrementAndGet();
        flowing.countDown();
      }
    } catch (CompletionException e) {
      Throwable told = e.getCause();
      System.out.println("TOLD " + told.getClass().getSimpleName() + " " + told.getMessage());
    }
  }
}
