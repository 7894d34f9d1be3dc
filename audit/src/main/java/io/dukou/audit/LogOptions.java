package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a log is run.
 *
 * @param queueEntries appends that may wait; further ones fail with {@link LogBusyException}
 * @param queueBytes bytes that may wait, both parts counted; an entry larger than all of it is
 *     accepted when nothing waits
 * @param batchEntries entries committed with one sync and one signature at most
 * @param publishInterval time between two publications of tiles and checkpoint; receipts never wait
 *     for it
 * @param random source of salts and nonces
 * @param onFailure told once, on a thread of the log, why the log was poisoned; the process should
 *     then end
 * @param acknowledged a directory on another disk than the log's, where the newest acknowledged
 *     checkpoint is kept, so that a log that lacks it is not opened; null to keep none
 * @param keepsFirst whether an entry is acknowledged only once its checkpoint is kept there, as a
 *     log needs whose disk may forget; else what is published is kept
 */
public record LogOptions(
    int queueEntries,
    long queueBytes,
    int batchEntries,
    Duration publishInterval,
    SecureRandom random,
    Consumer<Throwable> onFailure,
    @Nullable LogStorage acknowledged,
    boolean keepsFirst) {

  /** Checks that all limits are positive. */
  public LogOptions {
    requireNonNull(publishInterval, "publishInterval");
    requireNonNull(random, "random");
    requireNonNull(onFailure, "onFailure");
    require(queueEntries > 0, "queueEntries", queueEntries);
    require(queueBytes > 0, "queueBytes", queueBytes);
    require(batchEntries > 0, "batchEntries", batchEntries);
    require(!publishInterval.isNegative(), "publishInterval", publishInterval);
  }

  /** Returns 4,096 waiting appends of 64 MiB, 1,024 a batch, published each second. */
  public static LogOptions defaults() {
    return new LogOptions(
        4096,
        64L << 20,
        1024,
        Duration.ofSeconds(1),
        new SecureRandom(),
        failure -> {},
        null,
        false);
  }

  /** Returns a copy that waits with at most so many appends of so many bytes. */
  public LogOptions withQueue(int entries, long bytes) {
    return new LogOptions(
        entries, bytes, batchEntries, publishInterval, random, onFailure, acknowledged, keepsFirst);
  }

  /** Returns a copy that commits at most so many entries at once. */
  public LogOptions withBatchEntries(int entries) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        entries,
        publishInterval,
        random,
        onFailure,
        acknowledged,
        keepsFirst);
  }

  /** Returns a copy that publishes at another pace; zero publishes after each batch. */
  public LogOptions withPublishInterval(Duration interval) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        batchEntries,
        interval,
        random,
        onFailure,
        acknowledged,
        keepsFirst);
  }

  /** Returns a copy with another source of randomness. */
  public LogOptions withRandom(SecureRandom source) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        batchEntries,
        publishInterval,
        source,
        onFailure,
        acknowledged,
        keepsFirst);
  }

  /** Returns a copy that tells another listener of a failure. */
  public LogOptions withOnFailure(Consumer<Throwable> listener) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        batchEntries,
        publishInterval,
        random,
        listener,
        acknowledged,
        keepsFirst);
  }

  /**
   * Returns a copy that keeps the newest checkpoint in another directory before anybody gets it, so
   * that nothing is missed that a home may forget. It costs a sync for each batch.
   */
  public LogOptions withAcknowledged(LogStorage directory) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        batchEntries,
        publishInterval,
        random,
        onFailure,
        directory,
        true);
  }

  /**
   * Returns a copy that keeps the newest published checkpoint in another directory, so that a log
   * that was replaced by an older copy of itself is not opened. Nobody waits for it.
   */
  public LogOptions withPublishedKept(LogStorage directory) {
    return new LogOptions(
        queueEntries,
        queueBytes,
        batchEntries,
        publishInterval,
        random,
        onFailure,
        directory,
        false);
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }
}
