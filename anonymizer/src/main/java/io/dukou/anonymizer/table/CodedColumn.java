package io.dukou.anonymizer.table;

import org.jspecify.annotations.Nullable;

/**
 * A column whose cells are codes into a dictionary of distinct values.
 *
 * <p>Implementations are immutable and may be read by any thread.
 */
public interface CodedColumn {
  /** Returns the name, never empty. */
  String name();

  /** Returns the number of codes; a missing cell has a code of its own if there is one. */
  int cardinality();

  /**
   * Returns the value that {@code code} stands for, or null for a missing cell.
   *
   * @throws IndexOutOfBoundsException if {@code code} is not from 0 to {@code cardinality() - 1}
   */
  @Nullable String value(int code);

  /**
   * Returns the code of the cell in {@code row}.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  int code(int row);

  /**
   * Writes the codes of {@code count} rows from {@code row} to the start of {@code target}: the
   * same as {@link #code} of each, and quicker where an implementation can.
   *
   * @throws IndexOutOfBoundsException if there are no such rows, or {@code target} is too short
   */
  default void copyCodes(int row, int count, int[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = code(row + i);
    }
  }
}
