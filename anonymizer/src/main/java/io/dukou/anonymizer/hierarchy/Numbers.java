package io.dukou.anonymizer.hierarchy;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decimal numbers in cells: exact, of bounded size, and written as typed columns write them, that
 * is without an exponent or a plus sign.
 */
final class Numbers {
  private static final Pattern FORM = Pattern.compile("-?[0-9]{1,200}(\\.[0-9]{1,200})?");

  private Numbers() {}

  /** Returns the number that {@code value} writes out, or null if it is none. */
  static @Nullable BigDecimal parse(String value) {
    return FORM.matcher(value).matches() ? new BigDecimal(value) : null;
  }

  /** Returns the shortest form without an exponent. */
  static String format(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
