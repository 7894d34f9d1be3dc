package io.dukou.anonymizer.plan;

import org.jspecify.annotations.Nullable;

/**
 * How much a generalised table has lost. This is where metrics plug into the search.
 *
 * <p>What must be known of a counted combination of levels is condensed into an account of numbers.
 * An account of suppressed rows that are suppressed at every finer combination as well is evidence
 * there: each number of a finer combination's own account is at least as large. Losses are vectors
 * of {@link #width} numbers that are compared one after the other. Immutable; any thread may ask.
 */
interface InformationLoss {
  /** Returns the number of numbers that make up a loss. */
  int width();

  /**
   * Condenses a counted combination.
   *
   * @param hardOnly whether only rows count as suppressed that are so at every finer combination
   */
  double[] account(CountedNode node, boolean hardOnly);

  /** Writes the loss at {@code levels} into {@code target}, given their full account. */
  void loss(int[] levels, double[] account, double[] target);

  /**
   * Writes numbers into {@code target} that together are not above the loss at {@code levels}, nor
   * at any combination with no lower level for which the other arguments hold.
   *
   * @param evidence account of a coarser combination, hard rows only; null if there is none
   * @param finer what {@link #finer} tells of a finer combination; null if there is none
   */
  void bound(
      int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target);

  /** Returns whether an account tells of suppressed rows and nothing else. */
  default boolean isOfSuppressionOnly() {
    return true;
  }

  /**
   * Condenses the tuples and classes of a combination for the bound at coarser ones; null if they
   * tell nothing.
   */
  default double @Nullable [] finer(Grouping grouping) {
    return null;
  }

  /**
   * Returns what releasing a class costs, for choosing among classes of equal size; 0 where the
   * metric makes no difference.
   */
  default double classLoss(CountedNode node, int index) {
    return 0;
  }

  /** Returns evidence at least as strong as both; null is none. */
  static double @Nullable [] stronger(double @Nullable [] first, double @Nullable [] second) {
    if (first == null || second == null || first == second) {
      return first == null ? second : first;
    }
    double[] both = new double[first.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = Math.max(first[i], second[i]);
    }
    return both;
  }
}
