package io.dukou.gateway.demo;

import java.time.LocalDate;

/**
 * An invented person, with everything that must stay in China.
 *
 * @param name Chinese name, surname first
 * @param residentId 18 characters of GB 11643 with a valid check character
 * @param phone mobile number of eleven digits
 * @param address street address within {@code county}
 * @param county where the person lives
 * @param sex {@code F} or {@code M}
 * @param birthDate date of birth
 */
record Person(
    String name,
    String residentId,
    String phone,
    String address,
    County county,
    String sex,
    LocalDate birthDate) {

  /** Hides everything: a person's record is never text. */
  @Override
  public String toString() {
    return "Person[hidden]";
  }
}
