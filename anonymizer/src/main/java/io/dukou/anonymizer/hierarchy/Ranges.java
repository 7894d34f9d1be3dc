package io.dukou.anonymizer.hierarchy;

import java.math.BigDecimal;

/** How ranges of numbers are written. */
final class Ranges {
  private Ranges() {}

  /** Returns the form of the numbers below {@code bound}. */
  static String below(BigDecimal bound) {
    return "<" + Numbers.format(bound);
  }

  /** Returns the form of the numbers from {@code bound} on. */
  static String from(BigDecimal bound) {
    return ">=" + Numbers.format(bound);
  }

  /** Returns the form of the numbers from {@code from} on that are below {@code to}. */
  static String between(BigDecimal from, BigDecimal to) {
    return "[" + Numbers.format(from) + "," + Numbers.format(to) + ")";
  }
}
