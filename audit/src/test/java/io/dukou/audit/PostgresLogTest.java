package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log in a database, and what only a database can do to it. */
@Tag("real-server")
final class PostgresLogTest extends LogContract {
  @TempDir private Path directory;

  private PostgresServer server;
  private PostgresOptions options;
  private PostgresHome home;

  @BeforeEach
  void makeDatabase() throws Exception {
    server = PostgresServer.running();
    options = server.newDatabase();
  }

  @AfterEach
  @Override
  void leave() throws IOException {
    if (home != null) {
      home.close();
      home = null;
    }
  }

  @Override
  LogStorage log() {
    return home().log();
  }

  @Override
  LogStorage domestic() {
    return home().domestic();
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronous_commit", "default_transaction_read_only"})
  void a_database_that_may_lose_what_it_commits_is_refused(String setting) throws Exception {
    String value = setting.startsWith("default") ? "on" : "off";
    server.administer(
        "postgres", "ALTER DATABASE " + database() + " SET " + setting + " = " + value);
    assertThatExceptionOfType(LogHomeRefusedException.class)
        .isThrownBy(() -> PostgresHome.open(options))
        .withMessageContaining(setting)
        .withMessageContaining("remedy: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "full_page_writes"})
  void a_server_that_stops_syncing_is_refused_at_the_start_and_at_the_next_append(String setting)
      throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      Fixture.append(log, 0, 2);
      server.administer(
          "postgres", "ALTER SYSTEM SET " + setting + " = off", "SELECT pg_reload_conf()");
      try {
        awaitSetting(setting, "off");
        assertThatThrownBy(() -> PostgresHome.open(options))
            .isInstanceOf(LogHomeRefusedException.class)
            .hasMessageContaining(setting + " is off");
        assertThatThrownBy(() -> Fixture.append(log, 2, 3))
            .hasCauseInstanceOf(LogFailedException.class);
      } finally {
        server.administer("postgres", "ALTER SYSTEM RESET " + setting, "SELECT pg_reload_conf()");
        awaitSetting(setting, "on");
      }
    }
    leave();
    try (AuditLog log = open(Fixture.lazy())) {
      assertThat(log.size()).isEqualTo(2);
    }
  }

  @Test
  void a_holder_that_lost_its_lease_can_write_nothing_and_the_log_goes_on_without_it()
      throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      Fixture.append(log, 0, 2);
      server.administer(database(), "UPDATE dukou_log.lease SET token = token + 1");
      assertThatThrownBy(() -> Fixture.append(log, 2, 3))
          .hasCauseInstanceOf(LogFailedException.class)
          .hasStackTraceContaining("the lease was taken over");
      assertThat(log.healthy()).isFalse();
    }
    leave();
    try (AuditLog log = open(Fixture.lazy())) {
      assertThat(log.size()).isEqualTo(2);
    }
  }

  @Test
  void a_holder_whose_lease_ran_out_can_write_nothing_although_nobody_else_came() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      server.administer(database(), "UPDATE dukou_log.lease SET expires = clock_timestamp()");
      assertThatThrownBy(() -> Fixture.append(log, 0, 1))
          .hasStackTraceContaining("the lease ran out before it was renewed");
    }
    leave();
    open(Fixture.lazy()).close();
  }

  @Test
  void a_lease_is_renewed_while_nothing_is_written() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy());
        PostgresHome other = PostgresHome.open(options)) {
      String expires = "SELECT expires::text FROM dukou_log.lease";
      String first = ask(expires);
      while (ask(expires).equals(first)) {
        Thread.onSpinWait();
      }
      assertThatExceptionOfType(LogInUseException.class)
          .isThrownBy(() -> other.log().lock())
          .withMessageContaining("process " + ProcessHandle.current().pid());
      Fixture.append(log, 0, 1);
    }
  }

  @Test
  void a_lease_lost_while_nothing_is_written_is_told() throws Exception {
    create();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    home().whenFailed(failure::complete);
    try (AuditLog log = open(Fixture.lazy())) {
      server.administer(database(), "UPDATE dukou_log.lease SET token = token + 1");
      assertThat(failure.get(1, TimeUnit.MINUTES))
          .hasMessageContaining("renewing the lease: ERROR: the lease was taken over");
      assertThatThrownBy(() -> Fixture.append(log, 0, 1))
          .hasCauseInstanceOf(LogFailedException.class);
    }
  }

  @Test
  void a_write_without_the_lock_is_refused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> log().createDirectory("tile"))
        .withMessageContaining("not locked");
  }

  @Test
  void a_schema_of_a_newer_or_another_program_is_refused() throws Exception {
    create();
    leave();
    server.administer(
        database(), "INSERT INTO dukou_log.migration (number, sha256) VALUES (99, 'x')");
    assertThatThrownBy(this::home)
        .isInstanceOf(LogHomeRefusedException.class)
        .hasMessageContaining("its schema has version 99");
    server.administer(
        database(),
        "DELETE FROM dukou_log.migration WHERE number = 99",
        "UPDATE dukou_log.migration SET sha256 = 'x'");
    assertThatThrownBy(this::home)
        .isInstanceOf(LogHomeRefusedException.class)
        .hasMessageContaining("version 1 of its schema was made by another program");
  }

  @Test
  void a_wrong_password_is_refused_without_being_shown() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "not-the-password\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatExceptionOfType(LogHomeRefusedException.class)
        .isThrownBy(
            () -> PostgresHome.open(PostgresOptions.of(options.url(), options.user(), file)))
        .withMessageContaining("no connection: ")
        .withMessageContaining("127.0.0.1:" + server.port() + "/" + database())
        .satisfies(
            e ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(e))
                    .doesNotContain("not-the-password"));
  }

  @Test
  void a_call_that_takes_too_long_fails_the_log() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy());
        var connection = server.superuser(database())) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT FROM dukou_log.lease FOR UPDATE");
        assertThatThrownBy(() -> Fixture.append(log, 0, 1))
            .hasStackTraceContaining("statement timeout");
      }
      connection.rollback();
    }
    leave();
    try (AuditLog log = open(Fixture.lazy())) {
      assertThat(log.size()).isZero();
    }
  }

  @Test
  void options_whose_times_do_not_fit_are_refused() {
    assertThatThrownBy(() -> options.withTimes(Duration.ofSeconds(3), Duration.ofMillis(2001)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withTimes(Duration.ofMillis(499), Duration.ofMillis(10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private PostgresHome home() {
    if (home == null) {
      home = PostgresHome.open(options);
    }
    return home;
  }

  private String database() {
    return PostgresServer.database(options);
  }

  private void awaitSetting(String setting, String value) throws Exception {
    while (!ask("SHOW " + setting).equals(value)) {
      Thread.onSpinWait();
    }
  }

  private String ask(String sql) throws Exception {
    try (var connection = server.superuser(database());
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
