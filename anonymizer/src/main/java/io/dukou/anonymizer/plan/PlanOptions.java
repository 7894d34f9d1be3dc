package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What planning needs beside table and specification.
 *
 * @param key secret under which the released classes are hashed
 * @param threads workers that search side by side, at least 1; the plan does not depend on it
 * @param deadline time after which the best combination found so far is taken, with a bound on what
 *     a longer search could gain; empty to search until the optimum is proven
 * @param listener hears about progress
 * @param nanoClock time for the deadline and {@link PlanSummary#search}
 */
public record PlanOptions(
    PlanKey key,
    int threads,
    Optional<Duration> deadline,
    PlanProgress.Listener listener,
    LongSupplier nanoClock) {
  /** Refuses less than one worker and a deadline that is not after the start. */
  public PlanOptions {
    requireNonNull(key, "key");
    requireNonNull(deadline, "deadline");
    requireNonNull(listener, "listener");
    requireNonNull(nanoClock, "nanoClock");
    if (threads < 1) {
      throw new IllegalArgumentException("threads is below 1");
    }
    if (deadline.isPresent() && (deadline.get().isNegative() || deadline.get().isZero())) {
      throw new IllegalArgumentException("the deadline is not after the start");
    }
  }

  /** Returns the options with this key: all processors, no deadline, nobody listens. */
  public static PlanOptions with(PlanKey key) {
    return new PlanOptions(
        key,
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        progress -> {},
        System::nanoTime);
  }

  /** Returns the same with another number of workers. */
  public PlanOptions withThreads(int number) {
    return new PlanOptions(key, number, deadline, listener, nanoClock);
  }

  /** Returns the same with a deadline. */
  public PlanOptions withDeadline(Duration limit) {
    return new PlanOptions(key, threads, Optional.of(limit), listener, nanoClock);
  }

  /** Returns the same with a listener. */
  public PlanOptions withListener(PlanProgress.Listener hearer) {
    return new PlanOptions(key, threads, deadline, hearer, nanoClock);
  }

  /** Returns the same with a clock. */
  public PlanOptions withClock(LongSupplier clock) {
    return new PlanOptions(key, threads, deadline, listener, clock);
  }
}
