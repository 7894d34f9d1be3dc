package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * The rows that a combination of levels suppresses: base tuples and how many rows of each. Reused
 * from check to check; not thread-safe.
 */
final class Suppression {
  private int[] tuples = new int[64];
  private int[] rows = new int[64];
  private int size;
  private long rowCount;
  private long subjectCount;
  private int[] levels = new int[0];

  /** Starts anew at {@code levels}. */
  void reset(int[] newLevels) {
    levels = newLevels.clone();
    size = 0;
    rowCount = 0;
    subjectCount = 0;
  }

  /** Adds {@code count} rows that share the generalised form of base tuple {@code tuple}. */
  void addRows(int tuple, int count) {
    if (size == tuples.length) {
      tuples = Arrays.copyOf(tuples, size * 2);
      rows = Arrays.copyOf(rows, size * 2);
    }
    tuples[size] = tuple;
    rows[size++] = count;
    rowCount += count;
  }

  /** Counts suppressed subjects. */
  void addSubjects(int count) {
    subjectCount += count;
  }

  /** Returns the levels this is about. */
  int[] levels() {
    return levels;
  }

  /** Returns the number of entries. */
  int size() {
    return size;
  }

  /** Returns the base tuple of an entry. */
  int tuple(int entry) {
    return tuples[entry];
  }

  /** Returns the rows of an entry. */
  int rows(int entry) {
    return rows[entry];
  }

  /** Returns the number of suppressed rows. */
  long rowCount() {
    return rowCount;
  }

  /** Returns the number of suppressed subjects. */
  long subjectCount() {
    return subjectCount;
  }
}
