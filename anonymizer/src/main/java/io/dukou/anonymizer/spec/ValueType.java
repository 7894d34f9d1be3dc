package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.hierarchy.PartialDate;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the cells of a column hold. */
public enum ValueType {
  /** Any text. */
  STRING,
  /** A whole number in decimal digits, with or without a minus sign. */
  INTEGER,
  /** A number in decimal digits, with or without a minus sign and a fraction. */
  DECIMAL,
  /** A date of ISO 8601, whole, partial or with a time: a {@link PartialDate}. */
  DATE,
  /**
   * A code: up to 64 letters, digits and {@code . _ - / + * †}, starting with a letter or digit.
   */
  CODE;

  private static final Pattern INTEGERS = Pattern.compile("-?[0-9]{1,40}");
  private static final Pattern DECIMALS = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
  private static final Pattern CODES = Pattern.compile("[\\p{L}0-9][\\p{L}0-9._/+*\u2020-]{0,63}");

  /** Returns whether {@code value} is of this type. */
  public boolean accepts(String value) {
    return switch (this) {
      case STRING -> true;
      case INTEGER -> INTEGERS.matcher(value).matches();
      case DECIMAL -> DECIMALS.matcher(value).matches();
      case DATE -> PartialDate.parse(value) != null;
      case CODE -> CODES.matcher(value).matches();
    };
  }

  /** Returns the order of values of this type: numbers by their size, else texts by their codes. */
  public Comparator<String> order() {
    return switch (this) {
      case INTEGER, DECIMAL -> Comparator.comparing(BigDecimal::new);
      default -> Comparator.naturalOrder();
    };
  }

  /** Returns the word of the specification file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
