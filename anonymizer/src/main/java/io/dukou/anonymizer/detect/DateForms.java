package io.dukou.anonymizer.detect;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as they stand in tables, in folded text: ISO 8601 with or without a time, partial dates of
 * CDISC, eight digits, slashes and points in both orders, {@code 02JAN2014}, and 年月日.
 *
 * <p>Stateless, so usable from any thread.
 */
final class DateForms {
  private static final int EARLIEST = 1850;
  private static final int LATEST = 2150;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String TIME =
      "(?:[t ][0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?)?"
          + "(?:z|[+-][0-9]{2}:?[0-9]{2})?)?";
  private static final List<Pattern> YEAR_FIRST =
      List.of(
          Pattern.compile("(?<y>[0-9]{4})-(?<m>[0-9]{2})(?:-(?<d>[0-9]{2}))?" + TIME),
          Pattern.compile("(?<y>[0-9]{4})[/.](?<m>[0-9]{1,2})(?:[/.](?<d>[0-9]{1,2}))?" + TIME),
          Pattern.compile("(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})" + TIME),
          Pattern.compile(
              "(?<y>[0-9]{4}) ?年 ?(?<m>[0-9]{1,2}) ?月(?: ?(?<d>[0-9]{1,2}) ?[日号])?" + TIME));
  private static final List<Pattern> YEAR_LAST =
      List.of(
          Pattern.compile("(?<m>[0-9]{1,2})[/.-](?<d>[0-9]{1,2})[/.-](?<y>[0-9]{4})" + TIME),
          Pattern.compile("(?<d>[0-9]{1,2})[/.-](?<m>[0-9]{1,2})[/.-](?<y>[0-9]{4})" + TIME));
  private static final Pattern NAMED_MONTH =
      Pattern.compile(
          "(?<d>[0-9]{1,2})[ -]?(?<n>[a-z]{3})[a-z]{0,6}[ -]?(?<y>[0-9]{4})" + "(?:[: ].*)?");

  /** A hyphen stands for each part that is not known, and one at least is not. */
  private static final Pattern PARTIAL =
      Pattern.compile("(?![0-9-]{10}$)(?:[0-9]{4}|-)-(?:[0-9]{2}|-)-(?:[0-9]{2}|-)(?:t[0-9:-]+)?");

  private static final Pattern UNKNOWN_PARTS =
      Pattern.compile("(?:un|uk|[0-9]{2})[-/ ]?(?:unk|[a-z]{3})[-/ ]?[0-9]{4}");
  private static final Pattern YEAR = Pattern.compile("(?<y>[0-9]{4}) ?年?");

  private DateForms() {}

  /** Returns whether the text is a date of which at least year and month are given. */
  static boolean matches(String text) {
    String date = text.strip().toLowerCase(Locale.ROOT);
    return YEAR_FIRST.stream().anyMatch(form -> isDate(form.matcher(date)))
        || YEAR_LAST.stream().anyMatch(form -> isDate(form.matcher(date)))
        || isNamed(NAMED_MONTH.matcher(date))
        || PARTIAL.matcher(date).matches()
        || UNKNOWN_PARTS.matcher(date).matches();
  }

  /** Returns whether the text is a date, or a year alone. */
  static boolean matchesOrYear(String text) {
    Matcher year = YEAR.matcher(text.strip());
    return (year.matches() && isYear(number(year, "y"))) || matches(text);
  }

  private static boolean isDate(Matcher matcher) {
    return matcher.matches()
        && isDay(
            number(matcher, "y"),
            number(matcher, "m"),
            matcher.group("d") == null ? 1 : number(matcher, "d"));
  }

  private static boolean isNamed(Matcher matcher) {
    if (!matcher.matches()) {
      return false;
    }
    int month = MONTHS.indexOf(matcher.group("n"));
    return month >= 0
        && month % 3 == 0
        && isDay(number(matcher, "y"), 1 + month / 3, number(matcher, "d"));
  }

  private static boolean isDay(int year, int month, int day) {
    try {
      LocalDate.of(year, month, day);
      return isYear(year);
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  private static boolean isYear(int year) {
    return year >= EARLIEST && year <= LATEST;
  }

  private static int number(Matcher matcher, String group) {
    return Integer.parseInt(matcher.group(group));
  }
}
