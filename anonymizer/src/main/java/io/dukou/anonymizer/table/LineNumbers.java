package io.dukou.anonymizer.table;

import java.util.Arrays;

/**
 * The physical line on which each row of a file starts.
 *
 * <p>Rows lie one on a line except behind line ends inside quotes; only those jumps are kept.
 */
final class LineNumbers {
  private final int[] rows;
  private final long[] lines;

  /**
   * Creates the numbers from jumps.
   *
   * @param rows ascending rows, the first of them 0, from which on lines count from {@code lines}
   * @param lines line on which each of these rows starts
   */
  LineNumbers(int[] rows, long[] lines) {
    this.rows = rows;
    this.lines = lines;
  }

  /** Returns numbers by which every row lies on a line of its own, the first on line 1. */
  static LineNumbers ofRows() {
    return new LineNumbers(new int[] {0}, new long[] {1});
  }

  /** Returns the line on which {@code row} starts, counted from 1. */
  long lineOf(int row) {
    int found = Arrays.binarySearch(rows, row);
    int jump = found >= 0 ? found : -found - 2;
    return lines[jump] + (row - rows[jump]);
  }

  /** Returns the numbers of the given rows, renumbered from 0. */
  LineNumbers select(int[] selected) {
    Builder builder = new Builder();
    for (int i = 0; i < selected.length; i++) {
      builder.add(i, lineOf(selected[i]));
    }
    return builder.build();
  }

  /** Collects the lines of rows in ascending order. */
  static final class Builder {
    private int[] rows = new int[16];
    private long[] lines = new long[16];
    private int size;
    private long expected = -1;

    /** Notes that {@code row} starts on {@code line}. */
    void add(int row, long line) {
      if (line != expected) {
        if (size == rows.length) {
          rows = Arrays.copyOf(rows, size * 2);
          lines = Arrays.copyOf(lines, size * 2);
        }
        rows[size] = row;
        lines[size++] = line;
      }
      expected = line + 1;
    }

    /** Returns the numbers noted so far. */
    LineNumbers build() {
      return new LineNumbers(Arrays.copyOf(rows, size), Arrays.copyOf(lines, size));
    }
  }
}
