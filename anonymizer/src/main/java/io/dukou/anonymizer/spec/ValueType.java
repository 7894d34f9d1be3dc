package io.dukou.anonymizer.spec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
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
  /** A date as {@code yyyy-MM-dd}, {@code yyyy-MM} or {@code yyyy}. */
  DATE;

  private static final Pattern INTEGERS = Pattern.compile("-?[0-9]{1,40}");
  private static final Pattern DECIMALS = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
  private static final Pattern DATES = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");

  /** Returns whether {@code value} is of this type. */
  public boolean accepts(String value) {
    return switch (this) {
      case STRING -> true;
      case INTEGER -> INTEGERS.matcher(value).matches();
      case DECIMAL -> DECIMALS.matcher(value).matches();
      case DATE -> DATES.matcher(value).matches() && isOnCalendar(value);
    };
  }

  private static boolean isOnCalendar(String value) {
    String day = value + "0000-01-01".substring(value.length());
    try {
      return LocalDate.parse(day).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
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
