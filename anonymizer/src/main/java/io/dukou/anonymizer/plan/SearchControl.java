package io.dukou.anonymizer.plan;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all workers of a search share beside the best combination: its end, its progress, and the
 * bound on what was left unexplored. Thread-safe.
 */
final class SearchControl {
  private static final long REPORT_NANOS = 200_000_000;

  private final LongSupplier clock;
  private final long start;
  private final long deadline;
  private final double total;
  private final PlanProgress.Listener listener;
  private final AtomicLong checked = new AtomicLong();
  private final AtomicLong nextReport;
  private double covered;
  private volatile boolean stopped;
  private volatile boolean expired;
  private double @Nullable [] open;

  /** Starts the clock of a search over {@code total} combinations. */
  SearchControl(PlanOptions options, long total) {
    this.clock = options.nanoClock();
    this.start = clock.getAsLong();
    this.deadline = options.deadline().map(limit -> start + limit.toNanos()).orElse(Long.MAX_VALUE);
    this.total = total;
    this.listener = options.listener();
    this.nextReport = new AtomicLong(start + REPORT_NANOS);
  }

  /** Makes all workers end as soon as they look. */
  void stop() {
    stopped = true;
  }

  /**
   * Counts a combination that is checked.
   *
   * @throws PlanException if the search was stopped or this thread interrupted
   */
  void check() {
    checked.incrementAndGet();
    if (stopped || Thread.currentThread().isInterrupted()) {
      throw new PlanException(PlanError.INTERRUPTED, "planning was interrupted");
    }
    if (deadline != Long.MAX_VALUE && clock.getAsLong() > deadline) {
      expired = true;
    }
  }

  /** Returns whether the deadline has passed. */
  boolean isExpired() {
    return expired;
  }

  /** Returns the combinations that were checked. */
  long checked() {
    return checked.get();
  }

  /** Notes that so many combinations need no further look; tells the listener now and then. */
  void cover(double combinations, Incumbent incumbent) {
    double share;
    synchronized (this) {
      covered += combinations;
      share = Math.min(1, covered / total);
    }
    long now = clock.getAsLong();
    long due = nextReport.get();
    if (now >= due && nextReport.compareAndSet(due, now + REPORT_NANOS)) {
      listener.progressed(new PlanProgress(share, checked.get(), incumbent.loss()[0], now - start));
    }
  }

  /** Notes that combinations which lose at least {@code bound} were left unexplored. */
  synchronized void leave(double[] bound) {
    double[] least = open;
    if (least == null || Arrays.compare(bound, least) < 0) {
      open = bound.clone();
    }
  }

  /** Returns the bound on what was left unexplored, or null if nothing was. */
  synchronized double @Nullable [] open() {
    double[] least = open;
    return least == null ? null : least.clone();
  }
}
