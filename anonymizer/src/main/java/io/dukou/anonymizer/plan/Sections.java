package io.dukou.anonymizer.plan;

/**
 * The tables of a {@link Universe} of several: their rows follow each other, and so do their
 * quasi-identifiers. In rows of other tables a quasi-identifier is absent, which is a form of its
 * own at every level. Immutable.
 *
 * @param tableOfDimension the table of each quasi-identifier
 * @param starts the first row of each table, and the number of all rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Sections(int[] tableOfDimension, int[] starts) {
  /** Returns the number of tables. */
  int tables() {
    return starts.length - 1;
  }

  /** Returns the number of rows of a table. */
  int rows(int table) {
    return starts[table + 1] - starts[table];
  }

  /** Returns the first row of the table of a quasi-identifier. */
  int from(int dimension) {
    return starts[tableOfDimension[dimension]];
  }

  /** Returns whether a row is one of the table of a quasi-identifier. */
  boolean covers(int dimension, int row) {
    int table = tableOfDimension[dimension];
    return row >= starts[table] && row < starts[table + 1];
  }
}
