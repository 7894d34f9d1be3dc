package io.dukou.anonymizer.spec;

/** What a missing cell of a quasi-identifier means. */
public enum MissingRule {
  /** Missing is a value like any other, equal to itself alone. */
  OWN_CATEGORY,
  /**
   * Missing may stand for any value: it is released as the root of the hierarchy and costs as much.
   * Rows with a missing cell are still a class of their own and never count for the class of
   * another row, so no reported k rises by them.
   */
  MATCHES_ANYTHING,
  /** The row is left out before anything is counted. */
  SUPPRESS;

  /** Returns the word of the specification file. */
  public String word() {
    return Words.of(this);
  }
}
