package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills an appending process at random moments, starting and recovering included, and demands every
 * receipt it ever printed of the log. {@code -Ddukou.kills=5000} makes it a campaign.
 */
final class KillCampaignTest {
  private static final int KILLS = Integer.getInteger("dukou.kills", 10);
  private static final int STARTING_MILLIS = 1200;
  private static final int RUNNING_MILLIS = 150;

  @TempDir private Path directory;

  private final Random random = new Random(KILLS);
  private final List<String> acknowledged = new ArrayList<>();
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

  @Test
  void no_acknowledged_entry_is_lost_by_kills_at_random_moments() throws Exception {
    Files.createDirectory(directory.resolve("log"));
    Files.createDirectory(directory.resolve("domestic"));
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(kill % 4 == 3);
    }
    killer.shutdown();
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    judge();
  }

  /** Runs the appender until it is killed while starting, or a while after its first receipt. */
  private void runAndKill(boolean whileStarting) throws Exception {
    Process process = start();
    ScheduledFuture<?> kill = whileStarting ? schedule(process, STARTING_MILLIS) : null;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (kill == null) {
          kill = schedule(process, RUNNING_MILLIS);
        }
        if (line.endsWith(".")) {
          acknowledged.add(line.substring(0, line.length() - 1));
        }
      }
    }
    assertThat(process.waitFor()).as("killed, not failed").isEqualTo(128 + 9);
  }

  private ScheduledFuture<?> schedule(Process process, int withinMillis) {
    // By its handle, since Process.destroyForcibly also closes the pipe with receipts still in it.
    return killer.schedule(
        process.toHandle()::destroyForcibly, random.nextInt(withinMillis), TimeUnit.MILLISECONDS);
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void judge() throws IOException {
    LogStorage log = LogStorage.posix(directory.resolve("log"));
    AuditLog.open(log, Appender.domestic(directory), Fixture.KEYS, LogOptions.defaults()).close();
    LogReport report =
        LogCheck.check(directory.resolve("log"), Fixture.VKEY, Appender.domestic(directory));
    assertThat(report.findings()).isEmpty();
    Map<Long, String> roots = roots(log, report.size());
    TileReader tiles = new TileReader(log, report.size());
    for (String line : acknowledged) {
      judge(new String(Base64.getDecoder().decode(line), UTF_8), tiles, roots);
    }
  }

  private static void judge(String receipt, TileReader tiles, Map<Long, String> roots)
      throws IOException {
    Verification result = ReceiptVerifier.verify(receipt, Fixture.VKEY, null);
    assertThat(result.valid()).as(receipt).isTrue();
    assertThat(result.index()).isLessThan(roots.size());
    assertThat(tiles.node(0, result.index()))
        .isEqualTo(new TreeHash().leaf(TlogProof.parse(receipt).leaf()));
    assertThat(roots.get(result.checkpoint().size())).isEqualTo(result.checkpoint().rootHash());
  }

  /** Returns the root at every size the log ever had. */
  private static Map<Long, String> roots(LogStorage log, long size) {
    TileReader tiles = new TileReader(log, size);
    CompactTree tree = new CompactTree(new TreeHash());
    Map<Long, String> roots = new HashMap<>();
    for (long index = 0; index < size; index++) {
      tree.add(tiles.node(0, index));
      roots.put(tree.size(), StrictText.hex(tree.root()));
    }
    return roots;
  }
}
