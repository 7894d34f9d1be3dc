package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a PostgreSQL does in bad hours, done to a server of its own while a log is written in it: it
 * runs full, takes no writes any more, becomes a standby, and is started again. Each time the test
 * says what the appender is told, what the next start says meanwhile, and that the whole log proves
 * itself with every acknowledged entry once the database is well.
 */
@Tag("real-server")
@Timeout(180)
final class PostgresTroubleTest {
  @TempDir private Path folder;
  private PostgresServer server;
  private LoopDisk disk;
  private final PostgresRun run = new PostgresRun();

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    server = PostgresServer.ownIn(Files.createDirectory(folder.resolve("server")));
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.end();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void full_disk_under_the_tables_stops_the_log_until_there_is_room() throws Exception {
    assumeTrue(LoopDisk.isPossible(), "SKIPPED: needs root, a loop device and mkfs.ext4");
    disk = LoopDisk.small(folder, 64);
    Path space = Files.createDirectory(disk.root().resolve("tables"));
    PostgresServer.own(space);
    server.administer("postgres", "CREATE TABLESPACE small LOCATION '" + space + "'");
    PostgresOptions options = newLog(server.newDatabase("small"));

    List<Throwable> told = new ArrayList<>();
    Path ballast;
    try (PostgresHome home = PostgresHome.open(options)) {
      home.whenFailed(told::add);
      try (AuditLog log = open(home)) {
        run.append(log, 10);
        ballast = disk.fill();
        assertThatThrownBy(() -> run.append(log, 100_000))
            .hasCauseInstanceOf(LogFailedException.class)
            .rootCause()
            .hasMessageContaining("No space left on device");
        assertThat(log.healthy()).isFalse();
      }
    }
    assertThat(told)
        .singleElement()
        .satisfies(
            failure -> assertThat(failure).hasMessageContaining("could not extend file"),
            failure -> assertThat(failure).hasMessageContaining("remedy"));

    expireLease(options);
    assertThatThrownBy(() -> goOnUntilItFails(options)).isInstanceOf(Exception.class);
    Files.delete(ballast);
    judge(options);
  }

  @Test
  void database_that_turns_read_only_stops_the_log_and_is_refused_until_it_is_not()
      throws Exception {
    PostgresOptions options = newLog(server.newDatabase());
    try (PostgresHome home = PostgresHome.open(options);
        AuditLog log = open(home)) {
      run.append(log, 10);
      server.administer(
          "postgres",
          "ALTER SYSTEM SET default_transaction_read_only = on",
          "SELECT pg_reload_conf()");
      // Each of its processes reads the settings when it comes to it.
      assertThatThrownBy(() -> run.append(log, 100_000))
          .hasCauseInstanceOf(LogFailedException.class)
          .rootCause()
          .hasMessageContaining("read-only transaction");
    }
    assertThatThrownBy(() -> PostgresHome.open(options))
        .isInstanceOf(LogHomeRefusedException.class)
        .hasMessageContaining("it takes no writes")
        .hasMessageContaining("default_transaction_read_only");
    server.administer(
        "postgres",
        "SET default_transaction_read_only = off",
        "ALTER SYSTEM RESET default_transaction_read_only",
        "SELECT pg_reload_conf()");
    awaitWritable(options);
    judge(options);
  }

  @Test
  void primary_that_comes_back_as_a_standby_is_refused_until_it_is_promoted() throws Exception {
    PostgresOptions options = newLog(server.newDatabase());
    try (PostgresHome home = PostgresHome.open(options);
        AuditLog log = open(home)) {
      run.append(log, 10);
      server.stop("INT");
      server.startAsStandby();
      assertThatThrownBy(() -> run.append(log, 1)).hasCauseInstanceOf(LogFailedException.class);
      assertThatThrownBy(() -> PostgresHome.open(options))
          .isInstanceOf(LogHomeRefusedException.class)
          .hasMessageContaining("it takes no writes: it is a standby");
    }
    server.administer("postgres", "SELECT pg_promote()");
    judge(options);
  }

  /** INT ends connections after their statement, QUIT ends everything as a crash does. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "QUIT"})
  void server_that_is_started_again_loses_no_acknowledged_entry(String signal) throws Exception {
    PostgresOptions options = newLog(server.newDatabase());
    try (PostgresHome home = PostgresHome.open(options);
        AuditLog log = open(home)) {
      CountDownLatch under = new CountDownLatch(1);
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                run.append(log, 100);
                under.countDown();
                run.append(log, 10_000_000);
              });
      under.await();
      server.stop(signal);
      assertThatThrownBy(writing::join).hasRootCauseInstanceOf(Exception.class);
      assertThat(log.healthy()).isFalse();
      server.startAgain();
      assertThatThrownBy(() -> run.append(log, 1))
          .as("the connection is not replaced")
          .hasCauseInstanceOf(LogFailedException.class);
    }
    assertThat(run.acknowledged()).isGreaterThanOrEqualTo(100);
    judge(options);
  }

  private static PostgresOptions newLog(PostgresOptions options) throws IOException {
    try (PostgresHome home = PostgresHome.open(options)) {
      AuditLog.create(home.log(), domestic(home), Fixture.KEYS);
    }
    return options;
  }

  /** Opens the log in a database that has no room, and appends until it is told so. */
  private void goOnUntilItFails(PostgresOptions options) throws IOException {
    try (PostgresHome home = PostgresHome.open(options);
        AuditLog log = open(home)) {
      run.append(log, 100_000);
    }
  }

  private void awaitWritable(PostgresOptions options) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      try {
        PostgresHome.open(options).close();
        return;
      } catch (LogHomeRefusedException e) {
        if (System.nanoTime() > end) {
          throw e; // it says what the database lacks
        }
        Thread.sleep(20);
      }
    }
  }

  /** Lets the lease run out that a log which failed has not given back. */
  private void expireLease(PostgresOptions options) throws Exception {
    server.administer(
        PostgresServer.database(options), "UPDATE dukou_log.lease SET expires = '-infinity'");
  }

  /** Opens the log, demands every acknowledged entry, appends more, and checks the whole of it. */
  private void judge(PostgresOptions options) throws Exception {
    expireLease(options);
    try (PostgresHome home = PostgresHome.open(options)) {
      try (AuditLog log = open(home)) {
        run.requireAll(log);
        run.goOn(log);
      }
      assertThat(LogCheck.check(home.log(), Fixture.VKEY, domestic(home)).findings()).isEmpty();
    }
  }

  private static AuditLog open(PostgresHome home) {
    return AuditLog.open(home.log(), domestic(home), Fixture.KEYS, LogOptions.defaults());
  }

  private static DomesticStorage domestic(PostgresHome home) {
    return new DomesticStorage(home.domestic(), Fixture.DOMESTIC_KEY);
  }
}
