package io.dukou.anonymizer.risk;

import java.util.function.DoubleUnaryOperator;

/** Finds where a function of a positive number changes its sign. */
final class PositiveRoot {
  /** Halvings after which the ratio of any two numbers is down to their last bits. */
  private static final int STEPS = 120;

  private PositiveRoot() {}

  /**
   * Returns a number from {@code low} to {@code high} at which {@code function} changes its sign,
   * to the last bits: halves the interval on a logarithmic scale.
   *
   * @param low above 0
   * @param function has not the same sign at both ends
   */
  static double find(DoubleUnaryOperator function, double low, double high) {
    boolean isPositive = function.applyAsDouble(low) > 0;
    double from = low;
    double to = high;
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(from) * Math.sqrt(to);
      if (middle <= from || middle >= to) {
        break;
      }
      if (function.applyAsDouble(middle) > 0 == isPositive) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return Math.sqrt(from) * Math.sqrt(to);
  }
}
