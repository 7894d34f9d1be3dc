package io.dukou.anonymizer.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many subjects may be suppressed. */
final class SuppressionLimit {
  private SuppressionLimit() {}

  /**
   * Returns the most whole subjects that are no more than a share of all, by the decimal that was
   * written: 0.29 of 100 are 29, although the double next to 0.29 is a little less.
   *
   * @param share from 0 to 1
   */
  static long subjects(double share, long subjects) {
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(subjects))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
