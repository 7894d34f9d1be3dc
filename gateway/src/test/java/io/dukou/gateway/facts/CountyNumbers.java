package io.dukou.gateway.facts;

import java.time.LocalDate;
import java.util.stream.IntStream;

/**
 * All resident identity numbers of one county: 460106 of GB/T 2260, each day of birth, each of 999
 * sequence numbers, with their check characters. Of the year 1990, which are 364,635 numbers, or
 * with {@code -Ddukou.county.years=N} of N years up to it; those of 100 years are 36.5 million.
 */
public final class CountyNumbers {
  private static final String COUNTY = "460106";
  private static final int YEAR = 1990;
  private static final int YEARS = Integer.getInteger("dukou.county.years", 1);

  private CountyNumbers() {}

  /** Returns the numbers, which are made as they are asked for. */
  public static Iterable<String> all() {
    LocalDate first = LocalDate.of(YEAR + 1 - YEARS, 1, 1);
    return () ->
        first
            .datesUntil(LocalDate.of(YEAR + 1, 1, 1))
            .map(day -> day.toString().replace("-", ""))
            .flatMap(date -> IntStream.rangeClosed(1, 999).mapToObj(number -> of(date, number)))
            .iterator();
  }

  /**
   * Returns a number, with the check character of GB 11643: 12 minus the sum of weights 2^(18-i)
   * modulo 11.
   *
   * @param date eight digits
   */
  public static String of(String date, int sequence) {
    String seventeen = COUNTY + date + "%03d".formatted(sequence);
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (seventeen.charAt(i) - '0') * ((1 << (17 - i)) % 11);
    }
    int check = (12 - sum % 11) % 11;
    return seventeen + (check == 10 ? "X" : check);
  }
}
