package io.dukou.policies;

import java.time.Instant;
import java.time.LocalDate;

/** Ages of subjects at an event, as the facts {@code under_14} count them. */
public final class SubjectAge {
  private static final int CHILD_BEFORE = 14;

  private SubjectAge() {}

  /**
   * Returns whether a person is younger than 14 at {@code event} in Asia/Shanghai. The person is
   * not from the start of the 14th birthday; one who was born on 29 February has it on 1 March in
   * other years, which is the later reading.
   */
  public static boolean isUnder14(LocalDate birth, Instant event) {
    LocalDate reached = birth.plusYears(CHILD_BEFORE);
    LocalDate birthday =
        reached.getDayOfMonth() == birth.getDayOfMonth() ? reached : reached.plusDays(1);
    return LocalTime.date(event).isBefore(birthday);
  }
}
