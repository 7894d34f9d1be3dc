package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;

/** How much generalisation and suppression weigh, from 0 to 1; both 1 if they weigh alike. */
final class Factors {
  private Factors() {}

  /** Returns s = min(1, 2 gs). */
  static double suppression(MetricSpec spec) {
    return Math.min(1, 2 * spec.gsFactor());
  }

  /** Returns g = 1 for gs up to 0.5, else 1 - 2 (gs - 0.5). */
  static double generalisation(MetricSpec spec) {
    return spec.gsFactor() <= 0.5 ? 1 : 1 - 2 * (spec.gsFactor() - 0.5);
  }
}
