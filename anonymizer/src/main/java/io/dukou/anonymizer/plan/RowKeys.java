package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import java.util.Arrays;

/**
 * Reads the keys of rows, block by block and within a block column by column, so that each column
 * is read where it lies. Not thread-safe.
 */
final class RowKeys {
  /** Rows of a block; its keys and codes stay in the cache next to a core. */
  static final int BLOCK = 1024;

  private static final long OUTSIDE = Long.MIN_VALUE;

  private final Universe universe;
  private final KeyLayout layout;
  private final long[] keys;
  private final int[] codes = new int[BLOCK];

  /** Prepares to read the rows of a universe. */
  RowKeys(Universe universe, KeyLayout layout) {
    this.universe = universe;
    this.layout = layout;
    this.keys = new long[BLOCK * layout.words()];
  }

  /** Reads the next rows, at most {@link #BLOCK}. */
  void read(int from, int count) {
    Arrays.fill(keys, 0);
    for (int i = 0; i < universe.columns().size(); i++) {
      readCodes(i, from, count);
      add(i, count);
    }
  }

  /** Returns the keys that were read, one after the other. */
  long[] keys() {
    return keys;
  }

  /** Returns whether every value of a row of the block is inside its hierarchy. */
  boolean isInside(int place) {
    return keys[place * layout.words()] >= 0;
  }

  /** Reads codes at level 0; the one after all others where a cell is absent. */
  private void readCodes(int dimension, int from, int count) {
    GeneralisedColumn column = universe.columns().get(dimension);
    Sections sections = universe.sections();
    if (sections == null) {
      column.column().copyCodes(from, count, codes);
      for (int i = 0; i < count; i++) {
        codes[i] = column.code(0, codes[i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      codes[i] =
          sections.covers(dimension, from + i)
              ? column.code(0, column.column().code(from + i - sections.from(dimension)))
              : column.cardinality(0);
    }
  }

  private void add(int dimension, int count) {
    int words = layout.words();
    int word = layout.word(dimension);
    int shift = layout.shift(dimension);
    for (int i = 0; i < count; i++) {
      if (codes[i] == GeneralisedColumn.OUTSIDE) {
        keys[i * words] |= OUTSIDE;
      } else {
        keys[i * words + word] |= (long) codes[i] << shift;
      }
    }
  }
}
