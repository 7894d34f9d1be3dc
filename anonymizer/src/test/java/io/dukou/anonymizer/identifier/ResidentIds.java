package io.dukou.anonymizer.identifier;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Makes resident ID numbers of nobody in particular. */
public final class ResidentIds {
  private static final int[] PROVINCES = {11, 31, 33, 44, 46, 51, 65};

  private ResidentIds() {}

  /** Returns a valid number of 18 characters. */
  public static String next(Random random) {
    int province = PROVINCES[random.nextInt(PROVINCES.length)];
    LocalDate born = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000));
    String body =
        "%d%02d%02d%s%03d"
            .formatted(
                province,
                1 + random.nextInt(20),
                1 + random.nextInt(80),
                born.format(DateTimeFormatter.BASIC_ISO_DATE),
                random.nextInt(1000));
    return body + check(body);
  }

  /**
   * Returns the check character, by the definition of ISO 7064: the whole number, read as a
   * polynomial in 2, leaves 1 when divided by 11.
   */
  static char check(String body) {
    int remainder = 0;
    for (int i = 0; i < body.length(); i++) {
      remainder = (remainder + body.charAt(i) - '0') * 2 % 11;
    }
    int check = (12 - remainder) % 11;
    return check == 10 ? 'X' : (char) ('0' + check);
  }
}
