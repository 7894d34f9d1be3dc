package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Appender} that is killed and started again on the same log, and the receipts it
 * printed. One thread, but for {@link #close}.
 */
final class KilledAppender implements AutoCloseable {
  /** About as long as a start takes, so that a kill may hit each part of it. */
  private static final int STARTING_MILLIS = 700;

  private static final int RUNNING_MILLIS = 150;

  private final Path directory;
  private final Random random;
  private final List<String> acknowledged = new ArrayList<>();
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
  private volatile @Nullable Process running;
  private int kills;

  /** Creates an appender to the log below a directory; {@code seed} chooses the moments. */
  KilledAppender(Path directory, long seed) {
    this.directory = directory;
    this.random = new Random(seed);
  }

  /** Starts and kills so many times; returns the receipts that were printed whole. */
  List<String> killTimes(int times) throws IOException, InterruptedException {
    for (int kill = 0; kill < times; kill++) {
      runAndKill(kill % 4 == 0);
    }
    return acknowledged;
  }

  /** Returns how often a process was killed, once {@link #killTimes} has returned. */
  int kills() {
    return kills;
  }

  @Override
  public void close() {
    killer.shutdownNow();
    Process left = running;
    if (left != null) {
      left.destroyForcibly();
    }
  }

  /** Runs the appender until it is killed while starting, or a while after its first receipt. */
  private void runAndKill(boolean whileStarting) throws IOException, InterruptedException {
    Process process = start();
    running = process;
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
    kills++;
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
}
