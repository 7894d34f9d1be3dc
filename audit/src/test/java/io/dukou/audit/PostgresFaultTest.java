package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.PowerCutDisk.Fault;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cuts the connections to the database at each request in turn: one that the database never gets,
 * and one that it has committed without the log being told.
 */
@Tag("real-server")
final class PostgresFaultTest {
  /** A lease that is not renewed while a test lasts. */
  private static final Duration LONG = Duration.ofHours(1);

  private PostgresServer server;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.running();
  }

  @Test
  void an_entry_whose_commit_was_not_answered_is_in_the_log_once() throws Exception {
    PostgresOptions options = newLog();
    PostgresRun run = new PostgresRun();
    try (CuttingProxy proxy = new CuttingProxy(server.port());
        PostgresHome home =
            PostgresHome.open(through(proxy, options).withTimes(LONG, LONG.dividedBy(2)));
        AuditLog log = open(home, Fixture.lazy())) {
      run.append(log, 2);
      proxy.cutAt(1, Fault.PERSISTED);
      assertThatThrownBy(() -> run.append(log, 1)).hasCauseInstanceOf(LogFailedException.class);
      assertThat(log.healthy()).isFalse();
      assertThat(log.size()).as("not acknowledged").isEqualTo(2);
      assertThatThrownBy(() -> run.append(log, 1)).hasCauseInstanceOf(LogFailedException.class);
    }
    assertThat(judge(options, run)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatever_request_is_cut_nothing_acknowledged_is_lost_and_nothing_is_there_twice(Fault fault)
      throws Exception {
    int request = 1;
    boolean reached = true;
    for (; reached; request++) {
      PostgresOptions options = newLog();
      PostgresRun run = new PostgresRun();
      try (CuttingProxy proxy = new CuttingProxy(server.port())) {
        proxy.cutAt(request, fault);
        boolean failed = session(run, through(proxy, options));
        reached = proxy.hasCut();
        assertThat(reached || !failed).as("failed without a cut, after %d", request).isTrue();
      }
      judge(options, run);
    }
    assertThat(request).isGreaterThan(40);
  }

  private PostgresOptions newLog() throws Exception {
    PostgresOptions options = server.newDatabase();
    try (PostgresHome home = PostgresHome.open(options)) {
      AuditLog.create(home.log(), domestic(home), Fixture.KEYS);
    }
    return options;
  }

  private PostgresOptions through(CuttingProxy proxy, PostgresOptions options) {
    return server.options(proxy.port(), PostgresServer.database(options));
  }

  /** Opens what is left, without waiting for the lease, and returns how many entries there are. */
  private long judge(PostgresOptions options, PostgresRun run) throws Exception {
    server.administer(
        PostgresServer.database(options), "UPDATE dukou_log.lease SET expires = '-infinity'");
    try (PostgresHome home = PostgresHome.open(options)) {
      long size;
      try (AuditLog log = open(home, Fixture.lazy())) {
        size = log.size();
        run.requireAll(log);
        run.goOn(log);
      }
      assertThat(LogCheck.check(home.log(), Fixture.VKEY, domestic(home)).findings())
          .allSatisfy(found -> assertThat(found.problem()).isEqualTo(LogContract.NO_ORDER));
      return size;
    }
  }

  private static AuditLog open(PostgresHome home, LogOptions options) {
    return AuditLog.open(home.log(), domestic(home), Fixture.KEYS, options);
  }

  private static DomesticStorage domestic(PostgresHome home) {
    return new DomesticStorage(home.domestic(), Fixture.DOMESTIC_KEY);
  }

  /** Opens the log, appends, publishes and closes it; tells whether something failed. */
  private static boolean session(PostgresRun run, PostgresOptions options) {
    try (PostgresHome home = PostgresHome.open(options);
        AuditLog log = open(home, Fixture.eager())) {
      run.append(log, 3);
      Fixture.erase(log, 0);
      run.append(log, 1);
      return false;
    } catch (CompletionException | AuditException | IOException e) {
      return true;
    }
  }
}
