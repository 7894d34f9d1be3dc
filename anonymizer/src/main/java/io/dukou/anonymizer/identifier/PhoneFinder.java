package io.dukou.anonymizer.identifier;

import java.util.regex.Pattern;

/**
 * Finds telephone numbers of the Chinese mainland in folded text.
 *
 * <p>Mobile numbers have 11 digits from 13 to 19, written in one piece or grouped 3-4-4, 3-3-5,
 * 4-4-3 or 4-3-4. Landline numbers have an area code (010, 02x or 03xx to 09xx) and seven or eight
 * digits that do not start with 0 or 1. Digits may be Chinese numerals, groups may be parted by the
 * separators of {@link NumberText}, an area code may stand in brackets, and +86, 0086 or 86 may
 * precede; then a landline's 0 may be missing. The 11 digits of a mobile number may also be parted
 * each from the next, if no more single digits adjoin. A number may stand inside longer text, but
 * not inside a longer number or behind a decimal point.
 *
 * <p>Service numbers (400, 800, 95xxx) belong to no person and are not looked for.
 *
 * <p>Stateless, so usable from any thread.
 */
public final class PhoneFinder {
  private static final String START = "(?<![0-9])(?<![0-9][.])";
  private static final String END = "(?![0-9])(?![.][0-9])";
  private static final String SEPARATOR = "[._-]";
  private static final String GAP = SEPARATOR + "?";
  private static final String COUNTRY = "(?:[+]|00)?86[)._-]{0,2}";
  private static final String FOUR = "[0-9]{4}";
  private static final String MOBILE =
      "1[3-9](?:"
          + String.join(
              "|",
              "[0-9]" + GAP + FOUR + GAP + FOUR,
              "[0-9]" + GAP + "[0-9]{3}" + GAP + "[0-9]{5}",
              "[0-9]{2}" + GAP + FOUR + GAP + "[0-9]{3}",
              "[0-9]{2}" + GAP + "[0-9]{3}" + GAP + FOUR)
          + ")";
  private static final String AREA = "(?:10|2[0-9]|[3-9][0-9]{2})";
  private static final String SUBSCRIBER = "[2-9][0-9]{2,3}" + GAP + FOUR;
  private static final String LANDLINE = "[(]?0" + AREA + "[)._-]{0,2}" + SUBSCRIBER;
  private static final String LANDLINE_FROM_ABROAD =
      COUNTRY + "[(]?0?[)]?" + AREA + "[)._-]{0,2}" + SUBSCRIBER;

  /** A mobile number of single digits, which stands in no longer row of them: a list of scores. */
  private static final String MOBILE_APART =
      "(?<!(?<![0-9])[0-9]SEPARATOR)(?:COUNTRY)?1SEPARATOR[3-9](?:SEPARATOR[0-9]){9}"
              .replace("SEPARATOR", SEPARATOR)
              .replace("COUNTRY", COUNTRY)
          + "(?!SEPARATOR[0-9](?![0-9]))".replace("SEPARATOR", SEPARATOR);

  private static final Pattern PHONE =
      Pattern.compile(
          START
              + "(?:(?:"
              + COUNTRY
              + ")?"
              + MOBILE
              + "|"
              + LANDLINE
              + "|"
              + LANDLINE_FROM_ABROAD
              + "|"
              + MOBILE_APART
              + ")"
              + END);

  private PhoneFinder() {}

  /** Returns true when the text, folded by {@link PlainText}, contains a telephone number. */
  public static boolean foundIn(String text) {
    return PHONE.matcher(NumberText.of(text)).find();
  }
}
