package io.dukou.anonymizer.hierarchy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date of ISO 8601 as CDISC writes it, cut off where no more is known: {@code 2026}, {@code
 * 2026-01}, {@code 2026-01-15}, and after a whole date a time: {@code T10}, {@code T10:30}, {@code
 * T10:30:59}, {@code T10:30:59.5}, each with or without {@code Z} or an offset such as {@code
 * +08:00}.
 *
 * <p>Dates are those of the place where they were written down: an offset does not move them. Years
 * count from 0001. A date with a part missing in the middle or in front is not read.
 *
 * @param date the date without its time
 * @param isTimed whether a time follows
 */
public record PartialDate(String date, boolean isTimed) {
  private static final int DAY_LENGTH = "2026-05-17".length();
  private static final String TIME =
      "T(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?)?"
          + "(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?<time>" + TIME + ")?|[0-9]{4}(?:-[0-9]{2})?");

  /** Returns the date that {@code value} writes out, or null if it is none. */
  public static @Nullable PartialDate parse(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      return null;
    }
    String whole = form.group("date");
    String date = whole == null ? value : whole;
    return isOnCalendar(date) ? new PartialDate(date, form.group("time") != null) : null;
  }

  private static boolean isOnCalendar(String date) {
    try {
      return LocalDate.parse(date + "0000-01-01".substring(date.length())).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Returns whether the day is known. */
  boolean hasDay() {
    return date.length() == DAY_LENGTH;
  }
}
