package io.dukou.anonymizer.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a reader likes them. */
final class Figures {
  /** Stands where there is no number. */
  static final String NONE = "\u2013";

  /** The sign, kept on the line of its number. */
  static final String PERCENT = "\u00a0%";

  private static final int ROOM = 32;
  private static final double SMALL = 1e-4;

  private Figures() {}

  /** Returns a count with its thousands apart. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a count with the word for what is counted. */
  static String counted(long count, String one, String several) {
    return count(count) + " " + (count == 1 ? one : several);
  }

  /** Returns a text cut to what a chart has room for. */
  static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= ROOM
        ? text
        : text.substring(0, text.offsetByCodePoints(0, ROOM - 1)) + "\u2026";
  }

  /** Returns a number of persons that was estimated. */
  static String estimate(OptionalDouble estimate) {
    return estimate.isPresent() ? count(Math.round(estimate.getAsDouble())) : NONE;
  }

  /** Returns a share from 0 to 1 in percent; one above 0 never as 0, one below 1 never as 100. */
  static String percent(double share) {
    if (share > 0 && share < SMALL) {
      return "< 0.01" + PERCENT;
    }
    if (share < 1 && share >= 0.9995) {
      return "> 99.9" + PERCENT;
    }
    String pattern = share == 0 || share == 1 ? "%.0f" : share < 0.1 ? "%.2f" : "%.1f";
    return String.format(Locale.ROOT, pattern, 100 * share) + PERCENT;
  }

  /** Returns a number with three decimals. */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  /** Returns a number with three decimals, if there is one. */
  static String decimal(OptionalDouble number) {
    return number.isPresent() ? decimal(number.getAsDouble()) : NONE;
  }
}
