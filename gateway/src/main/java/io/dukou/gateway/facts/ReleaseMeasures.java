package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What was measured of a release that is about to happen.
 *
 * @param minClassSize the smallest equivalence class of the protected table, in subjects
 * @param fields the columns that would leave
 * @param persons the persons in it
 * @param consents the consents of those persons
 */
public record ReleaseMeasures(
    int minClassSize, List<String> fields, PersonCounts persons, ConsentCounts consents) {
  /** Checks that the parts are there and copies the list. */
  public ReleaseMeasures {
    fields = List.copyOf(fields);
    requireNonNull(persons, "persons");
    requireNonNull(consents, "consents");
  }

  /**
   * Distinct persons of one exporter since 1 January, 00:00 +08:00, the opening balance not
   * included.
   *
   * @param newSensitive persons with sensitive information whom this release would add
   * @param newNonSensitive persons without it whom this release would add
   * @param earlierSensitive persons with sensitive information in earlier releases of this year
   * @param earlierNonSensitive persons without it in earlier releases of this year
   */
  public record PersonCounts(
      long newSensitive, long newNonSensitive, long earlierSensitive, long earlierNonSensitive) {}

  /**
   * Persons in the release by the state of their consent; made by {@link ConsentTally}.
   *
   * @param total all
   * @param absent without an entry in the ledger
   * @param otherBasis with another legal basis than consent
   * @param withdrawnOrExpired whose consent is over
   * @param outOfScope whose consent does not name the recipient or the purpose
   * @param withoutSeparateSensitive without separate consent to sensitive information
   * @param withoutSeparateExport without separate consent to provision abroad
   * @param underFourteen under 14, or of unknown age
   * @param underFourteenWithoutGuardian of these, without a guardian's separate consent
   */
  public record ConsentCounts(
      long total,
      long absent,
      long otherBasis,
      long withdrawnOrExpired,
      long outOfScope,
      long withoutSeparateSensitive,
      long withoutSeparateExport,
      long underFourteen,
      long underFourteenWithoutGuardian) {}
}
