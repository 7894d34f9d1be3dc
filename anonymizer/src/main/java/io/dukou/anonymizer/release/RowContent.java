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
  /** Rows looked at together, column after column; few enough to stay in the processor's cache. */
  private static final int CHUNK = 2_048;

  private final List<ColumnForms> columns;

  RowContent(List<ColumnForms> columns) {
    this.columns = columns;
  }

  /** Returns for each row, in the halves of a word, a 32-bit hash of its content and the row. */
  long[] hashes(int[] rows) {
    long[] hashes = new long[rows.length];
    int[] codes = new int[CHUNK];
    long[] mixed = new long[CHUNK];
    for (int start = 0; start < rows.length; start += CHUNK) {
      int count = Math.min(CHUNK, rows.length - start);
      for (ColumnForms column : columns) {
        System.arraycopy(rows, start, codes, 0, count);
        column.mixHashes(codes, count, mixed);
      }
      for (int i = 0; i < count; i++) {
        hashes[start + i] = RadixSort.word(RadixSort.key(mixed[i]), rows[start + i]);
        mixed[i] = 0;
      }
    }
    return hashes;
  }

  /** Compares two rows column by column. */
  @Override
  public int compare(Integer row, Integer other) {
    return compareRows(row, other);
  }

  /** Returns whether two rows have the same content. */
  boolean areEqual(int row, int other) {
    return compareRows(row, other) == 0;
  }

  private int compareRows(int row, int other) {
    for (ColumnForms column : columns) {
      int order = column.compare(row, other);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
