package io.dukou.anonymizer.release;

import java.util.Arrays;

/**
 * The rows of each code of a column, in row order.
 *
 * <p>Immutable; any thread may read it.
 */
final class RowIndex {
  private final int[] starts;
  private final int[] rows;

  RowIndex(ReleasedColumn column, int rowCount) {
    int[] places = new int[column.cardinality() + 1];
    for (int row = 0; row < rowCount; row++) {
      places[column.code(row) + 1]++;
    }
    for (int code = 1; code < places.length; code++) {
      places[code] += places[code - 1];
    }
    this.starts = places.clone();
    this.rows = new int[rowCount];
    for (int row = 0; row < rowCount; row++) {
      rows[places[column.code(row)]++] = row;
    }
  }

  /** Returns the rows of {@code code} in a new array. */
  int[] rowsOf(int code) {
    return Arrays.copyOfRange(rows, starts[code], starts[code + 1]);
  }
}
