package io.dukou.gateway.format;

import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** Which rows of a protected table an answer holds, in which order. */
public final class AnswerRows {
  private final int count;
  private final IntUnaryOperator rows;

  private AnswerRows(int count, IntUnaryOperator rows) {
    this.count = count;
    this.rows = rows;
  }

  /** Returns rows 0 to {@code count - 1}. */
  public static AnswerRows all(int count) {
    return range(0, count);
  }

  /** Returns {@code count} rows from {@code first} on. */
  public static AnswerRows range(int first, int count) {
    Objects.checkFromIndexSize(first, count, Integer.MAX_VALUE);
    return new AnswerRows(count, i -> first + i);
  }

  /** Returns the given rows; the array is not copied and must not change. */
  public static AnswerRows of(int[] rows) {
    return new AnswerRows(rows.length, i -> rows[i]);
  }

  /** Returns {@code count} of the given rows from {@code first} on; the array is not copied. */
  public static AnswerRows of(int[] rows, int first, int count) {
    Objects.checkFromIndexSize(first, count, rows.length);
    return new AnswerRows(count, i -> rows[first + i]);
  }

  /** Returns how many rows there are. */
  public int count() {
    return count;
  }

  /** Returns the row of the table that is row {@code index} of the answer. */
  int row(int index) {
    return rows.applyAsInt(index);
  }
}
