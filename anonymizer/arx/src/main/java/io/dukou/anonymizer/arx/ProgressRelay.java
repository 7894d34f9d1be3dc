package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanProgress;
import org.deidentifier.arx.ARXListener;

/**
 * Passes the progress of ARX on, some times a second, and ends its search when the thread is
 * interrupted: ARX calls after each combination it counts, and what is thrown there ends it. The
 * share is that of combinations counted, which ends well below 1. Used by one thread.
 */
final class ProgressRelay implements ARXListener {
  private static final long REPORT_NANOS = 200_000_000;

  private final PlanOptions options;
  private final long start;
  private long nextReport;
  private long checked;

  /** Starts the clock of a search. */
  ProgressRelay(PlanOptions options) {
    this.options = options;
    this.start = options.nanoClock().getAsLong();
    this.nextReport = start + REPORT_NANOS;
    requireUninterrupted();
  }

  @Override
  public void progress(double share) {
    requireUninterrupted();
    checked++;
    long now = options.nanoClock().getAsLong();
    if (now >= nextReport) {
      nextReport = now + REPORT_NANOS;
      options
          .listener()
          .progressed(new PlanProgress(share, checked, Double.POSITIVE_INFINITY, now - start));
    }
  }

  /**
   * Ends the search of an interrupted thread.
   *
   * @throws PlanException if it is
   */
  void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PlanException(PlanError.INTERRUPTED, "planning was interrupted");
    }
  }
}
