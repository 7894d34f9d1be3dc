package io.dukou.anonymizer.release;

import java.util.Comparator;
import java.util.List;

/**
 * What the released cells of a row say, as a hash and as an order.
 *
 * <p>Both depend on the released forms alone, not on the cut's codes, so they are the same whatever
 * order the cut's rows came in and whatever rows beside the released ones it has.
 */
final class RowContent implements Comparator<Integer> {
  private static final Comparator<String> MISSING_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final List<ColumnForms> columns;
  private final ColumnForms.HiddenRows hidden;

  RowContent(List<ColumnForms> columns, ColumnForms.HiddenRows hidden) {
    this.columns = columns;
    this.hidden = hidden;
  }

  /** Returns a 64-bit hash of the content of each row. */
  long[] fingerprints(int[] rows) {
    long[] fingerprints = new long[rows.length];
    for (ColumnForms column : columns) {
      column.addFingerprints(rows, hidden, fingerprints);
    }
    return fingerprints;
  }

  /** Compares two rows column by column. */
  @Override
  public int compare(Integer row, Integer other) {
    for (ColumnForms column : columns) {
      int order = MISSING_FIRST.compare(column.form(row, hidden), column.form(other, hidden));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
