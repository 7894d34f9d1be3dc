package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one log in a database, of which the one that writes is killed or paused. Every
 * receipt that either ever printed must be of the one log that is left: there is no fork. {@code
 * -Ddukou.takeovers} sets how often each happens.
 */
@Tag("real-server")
final class TakeoverTest {
  private static final int TAKEOVERS = Integer.getInteger("dukou.takeovers", 3);
  private static final int SOME = 20;

  @TempDir private Path directory;

  private final List<RunningAppender> appenders = new ArrayList<>();
  private PostgresOptions options;

  @BeforeEach
  void makeLog() throws Exception {
    options = PostgresServer.running().newDatabase();
    try (PostgresHome home = PostgresHome.open(options)) {
      AuditLog.create(home.log(), domestic(home), Fixture.KEYS);
    }
  }

  @AfterEach
  void leaveNothingRunning() {
    appenders.forEach(RunningAppender::close);
  }

  @Test
  void whoever_follows_a_killed_holder_has_all_its_entries() throws Exception {
    for (int kill = 0; kill < TAKEOVERS; kill++) {
      RunningAppender holder = start();
      holder.awaitMore(SOME + 7 * kill);
      holder.kill();
    }
    judge();
  }

  @Test
  void a_holder_paused_past_its_lease_fails_when_it_goes_on_and_no_entry_of_its_is_added()
      throws Exception {
    RunningAppender holder = start();
    holder.awaitMore(SOME);
    for (int pause = 0; pause < TAKEOVERS; pause++) {
      holder.pause();
      RunningAppender next = start();
      next.awaitMore(SOME + 7 * pause);
      holder.resume();
      assertThat(holder.awaitEnd()).isEqualTo(Appender.FAILED);
      assertThat(state(holder).resolve("errors"))
          .content()
          .contains("the lease was taken over by ");
      next.awaitMore(SOME);
      holder = next;
    }
    holder.kill();
    judge();
  }

  @Test
  void a_process_that_finds_the_log_in_use_ends_and_disturbs_nobody() throws Exception {
    RunningAppender holder = start();
    holder.awaitMore(SOME);
    RunningAppender second = start();
    assertThat(second.awaitEnd()).isEqualTo(1);
    assertThat(second.acknowledged()).isEmpty();
    holder.awaitMore(SOME);
    holder.kill();
    judge();
  }

  private RunningAppender start() throws IOException {
    Path state = Files.createDirectory(directory.resolve("state-" + appenders.size()));
    RunningAppender appender =
        RunningAppender.start(
            state.resolve("errors"),
            options.url(),
            options.user(),
            String.valueOf(options.passwordFile()),
            state.toString());
    appenders.add(appender);
    return appender;
  }

  private Path state(RunningAppender appender) {
    return directory.resolve("state-" + appenders.indexOf(appender));
  }

  private void judge() throws IOException {
    List<String> all =
        appenders.stream().flatMap(appender -> appender.acknowledged().stream()).toList();
    try (PostgresHome home = PostgresHome.open(options)) {
      DomesticStorage domestic = domestic(home);
      AuditLog.open(home.log(), domestic, Fixture.KEYS, LogOptions.defaults()).close();
      LogReport report = LogCheck.check(home.log(), Fixture.VKEY, domestic);
      assertThat(report.findings()).isEmpty();
      assertThat(report.size()).isGreaterThanOrEqualTo(all.size());
      ReceiptJudge.judge(home.log(), report.size(), all);
      assertThat(all).doesNotHaveDuplicates();
    }
  }

  private static DomesticStorage domestic(PostgresHome home) {
    return new DomesticStorage(home.domestic(), Fixture.DOMESTIC_KEY);
  }
}
