package io.dukou.gateway.facts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * All resident identity numbers of one county and one year of birth: county 460106 of GB/T 2260,
 * each day of 1990, each of 999 sequence numbers, with their check characters; 364,635 numbers.
 */
public final class CountyNumbers {
  private static final String COUNTY = "460106";
  private static final int YEAR = 1990;

  private CountyNumbers() {}

  /** Returns the numbers. */
  public static List<String> all() {
    List<String> all = new ArrayList<>(365 * 999);
    for (LocalDate day = LocalDate.of(YEAR, 1, 1); day.getYear() == YEAR; day = day.plusDays(1)) {
      String date = day.toString().replace("-", "");
      for (int sequence = 1; sequence <= 999; sequence++) {
        all.add(of(date, sequence));
      }
    }
    return all;
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
