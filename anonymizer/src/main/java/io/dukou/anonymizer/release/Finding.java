package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

/**
 * An identifier that stands in a column of a protected table.
 *
 * <p>It never holds the value. The row is for people in China: who released the table knows which
 * row of the cut it was made from.
 *
 * @param column the name of the column
 * @param kind what was found
 * @param row the first row of the protected table that holds it
 */
public record Finding(String column, Kind kind, int row) {
  /** Checks that nothing is missing. */
  public Finding {
    requireNonNull(column, "column");
    requireNonNull(kind, "kind");
  }

  /** What points at a person. */
  public enum Kind {
    /** A resident ID number of 15 or 18 characters. */
    RESIDENT_ID,
    /** A mobile or landline number of the Chinese mainland. */
    PHONE,
    /** The name, or another direct identifier, of one of the cut's subjects. */
    SUBJECT_NAME
  }
}
