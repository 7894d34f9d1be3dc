package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills appending processes at random moments, starting, creating and recovering included, and
 * demands every receipt they ever printed of their logs. The gate kills a few times, {@code
 * .ci/run} 200 times, and {@code -Ddukou.kills=5000} makes it a campaign.
 *
 * <p>A kill leaves the page cache to the next process, so no kill can show a missing sync: {@link
 * PowerCutTest} does.
 */
final class KillCampaignTest {
  private static final int KILLS = Integer.getInteger("dukou.kills", 10);

  /** Logs that are appended to and killed side by side; starting one keeps one processor busy. */
  private static final int LOGS = 2;

  @TempDir private Path directory;

  private final List<KilledAppender> appenders = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(LOGS);

  @AfterEach
  void leaveNothingRunning() {
    threads.shutdownNow();
    appenders.forEach(KilledAppender::close);
  }

  @Test
  void no_acknowledged_entry_is_lost_by_kills_at_random_moments() throws Exception {
    List<Future<List<String>>> campaigns = new ArrayList<>();
    for (int log = 0; log < LOGS; log++) {
      KilledAppender appender = new KilledAppender(folder(log), log);
      appenders.add(appender);
      int kills = KILLS / LOGS + (log < KILLS % LOGS ? 1 : 0);
      campaigns.add(threads.submit(() -> appender.killTimes(kills)));
    }
    for (int log = 0; log < LOGS; log++) {
      List<String> acknowledged = campaigns.get(log).get();
      assertThat(acknowledged).hasSizeGreaterThan(KILLS / LOGS);
      judge(folder(log), acknowledged);
    }
    assertThat(appenders.stream().mapToInt(KilledAppender::kills).sum()).isEqualTo(KILLS);
  }

  private Path folder(int log) throws IOException {
    Path folder = directory.resolve("appender-" + log);
    Files.createDirectories(folder.resolve("log"));
    Files.createDirectories(folder.resolve("domestic"));
    return folder;
  }

  private static void judge(Path folder, List<String> acknowledged) throws IOException {
    LogStorage log = LogStorage.posix(folder.resolve("log"));
    AuditLog.open(log, Appender.domestic(folder), Fixture.KEYS, LogOptions.defaults()).close();
    LogReport report =
        LogCheck.check(folder.resolve("log"), Fixture.VKEY, Appender.domestic(folder));
    assertThat(report.findings()).isEmpty();
    ReceiptJudge.judge(log, report.size(), acknowledged);
  }
}
