package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;

/**
 * What planning needs beside table and specification.
 *
 * @param key secret under which the released classes are hashed
 * @param maxTransformations combinations of levels that may be searched; more are refused
 * @param nanoClock time for {@link PlanSummary#search}; the plan does not depend on it
 */
public record PlanOptions(PlanKey key, long maxTransformations, LongSupplier nanoClock) {
  /** The combinations of levels that are searched at most unless more are asked for. */
  public static final long DEFAULT_MAX_TRANSFORMATIONS = 1_000_000;

  /** The largest number of combinations that can be asked for. */
  public static final long LARGEST_MAX_TRANSFORMATIONS = 100_000_000;

  /** Refuses a budget below 1 or above {@link #LARGEST_MAX_TRANSFORMATIONS}. */
  public PlanOptions {
    requireNonNull(key, "key");
    requireNonNull(nanoClock, "nanoClock");
    if (maxTransformations < 1 || maxTransformations > LARGEST_MAX_TRANSFORMATIONS) {
      throw new IllegalArgumentException(
          "maxTransformations is not from 1 to " + LARGEST_MAX_TRANSFORMATIONS);
    }
  }

  /** Returns the options with this key and else the defaults. */
  public static PlanOptions with(PlanKey key) {
    return new PlanOptions(key, DEFAULT_MAX_TRANSFORMATIONS, System::nanoTime);
  }
}
