package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of an open log: one commits batches, one completes futures, one publishes.
 *
 * <p>The first failure of any of them, of whatever kind, stops all writing for good. Entries that
 * wait are then refused by the committing thread alone, after the queue was closed, so that none is
 * left without an answer.
 */
final class CommitLoop implements Closeable {
  private static final long JOURNAL_SEGMENT_BYTES = 16L << 20;
  private static final long BATCH_BYTES = 16L << 20;

  /** Leaves that may wait in memory for their tiles before the committing thread publishes. */
  private static final long UNPUBLISHED_BYTES = 64L << 20;

  private final LogOptions options;
  private final String name;
  private final AppendQueue queue;
  private final Journal journal;
  private final Sequencer sequencer;
  private final Publisher publisher;
  private final AcknowledgedCheckpoint acknowledged;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ExecutorService acknowledger;
  private final ScheduledExecutorService publication;
  private final Thread committer;
  private volatile Checkpoint durable;

  CommitLoop(
      LogStorage storage,
      RecoveredLog recovered,
      LogSigners keys,
      LogOptions options,
      AcknowledgedCheckpoint acknowledged) {
    this.options = options;
    this.acknowledged = acknowledged;
    this.name = storage.describe("");
    this.queue = new AppendQueue(options.queueEntries(), options.queueBytes());
    this.journal = new Journal(storage, JOURNAL_SEGMENT_BYTES);
    this.sequencer = new Sequencer(recovered, journal, keys);
    this.publisher = new Publisher(new StorageFiles(storage), recovered, journal);
    this.durable = recovered.checkpoint();
    this.acknowledger = Executors.newSingleThreadExecutor(task -> thread("acknowledger", task));
    this.publication =
        Executors.newSingleThreadScheduledExecutor(task -> thread("publisher", task));
    this.committer = thread("committer", this::run);
  }

  /** Starts the threads. */
  void start() {
    committer.start();
    if (!options.publishInterval().isZero()) {
      long nanos = options.publishInterval().toNanos();
      var unused =
          publication.scheduleWithFixedDelay(
              this::publishQuietly, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Hands an entry in.
   *
   * @throws LogBusyException if too much waits
   * @throws LogFailedException if the loop is closed or failed
   */
  void submit(PreparedEntry entry) {
    queue.put(entry);
  }

  /** Returns the newest checkpoint that is durable in the journal. */
  Checkpoint durable() {
    return durable;
  }

  /** Returns the newest checkpoint whose tiles are all in place. */
  Checkpoint published() {
    return publisher.published();
  }

  /** Returns a published checkpoint that covers a durable entry; publishes first if need be. */
  Checkpoint publishedWith(long index) {
    if (publisher.published().size() <= index) {
      requireHealthy();
      publishQuietly();
      requireHealthy();
    }
    return publisher.published();
  }

  boolean healthy() {
    return failure.get() == null;
  }

  void requireHealthy() {
    if (!healthy()) {
      throw poisoned();
    }
  }

  /** Stops all writing for good and returns what callers are told. */
  LogFailedException fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      queue.close(poisoned());
      acknowledger.execute(() -> options.onFailure().accept(cause));
    }
    return poisoned();
  }

  /** Commits and publishes what waits, unless something failed, and ends the threads. */
  @Override
  public void close() throws IOException {
    queue.close(new LogFailedException(name + ": the log is closed", null));
    awaitEnd(committer);
    publishQuietly();
    awaitEnd(publication);
    awaitEnd(acknowledger);
    journal.close();
  }

  private void run() {
    List<PreparedEntry> batch = List.of();
    try {
      batch = next();
      while (!batch.isEmpty() && healthy()) {
        List<PreparedEntry> admitted = sequencer.admitted(batch);
        refuseOthers(batch, admitted);
        batch = admitted;
        if (!batch.isEmpty()) {
          CommittedBatch committed = sequencer.commit(batch);
          if (options.keepsFirst()) {
            acknowledged.keep(committed.checkpoint());
          }
          batch = List.of();
          acknowledge(committed);
        }
        batch = next();
      }
    } catch (Throwable e) {
      // An Error leaves the disk in as unknown a state as an IOException does.
      fail(e);
    }
    refuse(batch);
    refuse(queue.drain());
  }

  private List<PreparedEntry> next() throws InterruptedException {
    return queue.take(options.batchEntries(), BATCH_BYTES);
  }

  private void acknowledge(CommittedBatch committed) {
    // First the publisher, so that whoever sees the new size can have it published.
    long unpublished = publisher.add(committed);
    durable = committed.checkpoint();
    acknowledger.execute(committed::complete);
    if (options.publishInterval().isZero() || unpublished > UNPUBLISHED_BYTES) {
      publishQuietly();
    }
  }

  private void refuseOthers(List<PreparedEntry> batch, List<PreparedEntry> admitted) {
    if (admitted.size() < batch.size()) {
      Set<PreparedEntry> kept = Collections.newSetFromMap(new IdentityHashMap<>());
      kept.addAll(admitted);
      OrderRefusedException reason =
          new OrderRefusedException(
              "the study was released meanwhile; its records are kept three years from then on");
      acknowledger.execute(
          () ->
              batch.stream()
                  .filter(entry -> !kept.contains(entry))
                  .forEach(entry -> entry.receipt().completeExceptionally(reason)));
    }
  }

  private void refuse(List<PreparedEntry> entries) {
    if (!entries.isEmpty()) {
      LogFailedException reason = poisoned();
      acknowledger.execute(
          () -> entries.forEach(entry -> entry.receipt().completeExceptionally(reason)));
    }
  }

  private void publishQuietly() {
    try {
      if (healthy()) {
        publisher.publish();
        keepPublished();
      }
    } catch (Throwable e) {
      // Whatever it was, files may now be half written; an Error must not end silently either.
      fail(e);
    }
  }

  private void keepPublished() throws IOException {
    if (!options.keepsFirst()) {
      synchronized (acknowledged) {
        Checkpoint published = publisher.published();
        if (published.size() > acknowledged.size()) {
          acknowledged.keep(published);
        }
      }
    }
  }

  private LogFailedException poisoned() {
    return new LogFailedException(
        name + ": the log failed and must be opened again", failure.get());
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, "dukou-audit-" + name);
    thread.setDaemon(true);
    return thread;
  }

  /** Lets an executor finish what it has and ends it. */
  private static void awaitEnd(ExecutorService executor) {
    executor.shutdown();
    uninterrupted(() -> executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
  }

  private static void awaitEnd(Thread thread) {
    uninterrupted(
        () -> {
          thread.join();
          return true;
        });
  }

  /** Waits through interruptions: a log is closed whole or not at all. */
  private static void uninterrupted(Wait wait) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = wait.ended();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Wait {
    /** Waits and tells whether it has ended. */
    boolean ended() throws InterruptedException;
  }
}
