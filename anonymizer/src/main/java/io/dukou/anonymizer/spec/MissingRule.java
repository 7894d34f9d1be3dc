package io.dukou.anonymizer.spec;

import java.util.Locale;

/** What a missing cell of a quasi-identifier means. */
public enum MissingRule {
  /** Missing is a value like any other, equal to itself alone. */
  OWN_CATEGORY,
  /** The row is left out before anything is counted. */
  SUPPRESS;

  /** Returns the word of the specification file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
