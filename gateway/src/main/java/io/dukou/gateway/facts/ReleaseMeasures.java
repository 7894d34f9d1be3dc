package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What was measured of a row-level release that is about to happen.
 *
 * @param minClassSize the smallest equivalence class of the whole protected table, in subjects
 * @param columns the columns that would leave
 * @param persons the persons in it and before it
 * @param consents the consents of the subjects in it
 */
public record ReleaseMeasures(
    int minClassSize, List<String> columns, PersonCounts persons, ConsentCounts consents) {
  /** Checks that the parts are there and copies the list. */
  public ReleaseMeasures {
    columns = List.copyOf(columns);
    requireNonNull(persons, "persons");
    requireNonNull(consents, "consents");
  }

  /**
   * Distinct persons of one exporter. The year begins on 1 January, 00:00 +08:00; its counts
   * include this release and leave out the opening balance, which the policy input adds.
   *
   * @param event persons in this release
   * @param eventSensitive of these, those with sensitive information
   * @param eventNonSensitive of these, those with other information
   * @param yearSensitive persons with sensitive information released this year
   * @param yearNonSensitive persons with other information released this year
   */
  public record PersonCounts(
      long event,
      long eventSensitive,
      long eventNonSensitive,
      long yearSensitive,
      long yearNonSensitive) {
    /** Checks that no count is negative and that the year holds the event. */
    public PersonCounts {
      if (event < 0
          || eventSensitive < 0
          || eventNonSensitive < 0
          || yearSensitive < eventSensitive
          || yearNonSensitive < eventNonSensitive) {
        throw new IllegalArgumentException("the person counts contradict each other");
      }
    }
  }

  /**
   * Subjects in a release by the state of their consent; made by {@link ConsentTally}.
   *
   * @param checked subjects looked up
   * @param withdrawnOrExpired whose consent is over, or of whom none is known
   * @param withdrawnAfterRelease released to this recipient group before, withdrawn since
   * @param withoutSeparateSensitive without separate consent to sensitive information
   * @param withoutSeparateExport without separate consent to provision to this recipient abroad for
   *     this purpose
   * @param otherBasis with another legal basis than consent
   * @param underFourteen under 14, or of unknown age
   * @param underFourteenWithoutGuardian of these, without a guardian's separate consent
   */
  public record ConsentCounts(
      long checked,
      long withdrawnOrExpired,
      long withdrawnAfterRelease,
      long withoutSeparateSensitive,
      long withoutSeparateExport,
      long otherBasis,
      long underFourteen,
      long underFourteenWithoutGuardian) {}
}
