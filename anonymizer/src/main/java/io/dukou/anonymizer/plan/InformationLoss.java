package io.dukou.anonymizer.plan;

import org.jspecify.annotations.Nullable;

/**
 * How much a generalised table has lost. This is where metrics plug into the search.
 *
 * <p>What is known about the suppression of a combination is condensed into evidence. All rows that
 * a combination suppresses are suppressed by every finer one as well, so its evidence still holds
 * there. Immutable.
 *
 * @param <E> evidence about suppressed rows
 */
interface InformationLoss<E> {
  /** Returns what the suppressed rows of a checked combination tell. */
  E evidence(Suppression suppression);

  /** Returns evidence at least as strong as both; null is none. */
  @Nullable E stronger(@Nullable E first, @Nullable E second);

  /**
   * Returns a number that the loss at {@code levels} does not fall below, given evidence that holds
   * there. Does not fall when a level rises. With the evidence of these very levels it is the loss.
   */
  double bound(int[] levels, @Nullable E evidence);
}
