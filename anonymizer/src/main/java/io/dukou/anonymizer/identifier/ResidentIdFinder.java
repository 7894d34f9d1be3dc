package io.dukou.anonymizer.identifier;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds resident ID numbers of the People's Republic of China in folded text.
 *
 * <p>GB 11643-1999: six digits of an administrative division (GB/T 2260), eight of the date of
 * birth, three of a sequence and a check character by ISO 7064 MOD 11-2. The older form of 15
 * digits has a two-digit year of the twentieth century and no check character.
 *
 * <p>A number counts when its division lies in a known province, its date exists and, with 18
 * characters, its check character fits. Its digits may be Chinese numerals, and the separators of
 * {@link NumberText} may stand between them; in the older form, which one random number in a
 * hundred would have, only single spaces or hyphens anywhere, and others between its groups (6, 6
 * and 3 digits, or with the date apart) or between all its digits. It may stand inside longer text,
 * but not inside a longer number or behind a decimal point: one random number of 18 digits in about
 * 70,000 would pass for an ID.
 *
 * <p>Stateless, so usable from any thread.
 */
public final class ResidentIdFinder {
  /** A number starts and ends where neither a digit nor the point of a decimal number adjoins. */
  private static final String START = "(?<![0-9])(?<![0-9][.])";

  private static final String END = "(?![0-9])(?![.][0-9])";
  private static final String GAP = "[._-]?";
  private static final Pattern LONG =
      Pattern.compile(START + "[1-8](?:" + GAP + "[0-9]){16}" + GAP + "[0-9x]" + END);
  private static final Pattern SHORT =
      Pattern.compile(
          START
              + "(?:[1-8](?:-?[0-9]){14}"
              + "|[1-8][0-9]{5}(?:GAP[0-9]{6}|(?:GAP[0-9]{2}){3})GAP[0-9]{3}".replace("GAP", GAP)
              + "|[1-8](?:[._-][0-9]){14})"
              + END);

  /**
   * First two digits of the codes of provinces, GB/T 2260; 83 is on permits for Taiwan residents.
   */
  private static final String PROVINCES =
      " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
          + " 61 62 63 64 65 71 81 82 83 ";

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK_CHARACTERS = "10x98765432";
  private static final int EARLIEST_YEAR = 1850;
  private static final int LATEST_YEAR = 2099;

  private ResidentIdFinder() {}

  /** Returns true when the text, folded by {@link PlainText}, contains a resident ID number. */
  public static boolean foundIn(String text) {
    String numbers = NumberText.of(text);
    return found(LONG.matcher(numbers), numbers) || found(SHORT.matcher(numbers), numbers);
  }

  /** Tries every place where a number can start, as one that is no ID may overlap one that is. */
  private static boolean found(Matcher matcher, String text) {
    for (int from = 0; matcher.find(from); from = matcher.start() + 1) {
      String number = digits(text, matcher.start(), matcher.end());
      if (isResidentId(number)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the digits, and a check character, between two places. */
  private static String digits(String text, int from, int to) {
    StringBuilder digits = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        digits.append(text.charAt(i));
      }
    }
    return digits.toString();
  }

  private static boolean isResidentId(String number) {
    if (!PROVINCES.contains(" " + number.substring(0, 2) + " ")) {
      return false;
    }
    if (number.length() == 15) {
      return isDate("19" + number.substring(6, 12));
    }
    return isDate(number.substring(6, 14)) && hasCheckCharacter(number);
  }

  private static boolean isDate(String digits) {
    int year = Integer.parseInt(digits, 0, 4, 10);
    int month = Integer.parseInt(digits, 4, 6, 10);
    int day = Integer.parseInt(digits, 6, 8, 10);
    try {
      LocalDate.of(year, month, day);
      return year >= EARLIEST_YEAR && year <= LATEST_YEAR;
    } catch (DateTimeException noSuchDate) {
      return false;
    }
  }

  private static boolean hasCheckCharacter(String number) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * (number.charAt(i) - '0');
    }
    return number.charAt(17) == CHECK_CHARACTERS.charAt(sum % 11);
  }
}
