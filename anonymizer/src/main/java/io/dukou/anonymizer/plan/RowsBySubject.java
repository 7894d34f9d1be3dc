package io.dukou.anonymizer.plan;

/** The rows of a table, sorted by the code of their subject. Immutable. */
final class RowsBySubject {
  private final int[] starts;
  private final int[] rows;

  private RowsBySubject(int[] starts, int[] rows) {
    this.starts = starts;
    this.rows = rows;
  }

  /** Sorts rows by their subjects, from 0 on; rows of one subject keep their order. */
  static RowsBySubject of(int[] subjectOfRow, int subjectCount) {
    int[] starts = new int[subjectCount + 1];
    for (int subject : subjectOfRow) {
      starts[subject + 1]++;
    }
    for (int person = 0; person < subjectCount; person++) {
      starts[person + 1] += starts[person];
    }
    int[] next = starts.clone();
    int[] rows = new int[subjectOfRow.length];
    for (int row = 0; row < rows.length; row++) {
      rows[next[subjectOfRow[row]]++] = row;
    }
    return new RowsBySubject(starts, rows);
  }

  /** Returns the number of subjects. */
  int subjectCount() {
    return starts.length - 1;
  }

  /** Returns the number of rows of a subject. */
  int rowCount(int subject) {
    return starts[subject + 1] - starts[subject];
  }

  /** Returns the {@code index}-th row of a subject. */
  int row(int subject, int index) {
    return rows[starts[subject] + index];
  }

  /** Returns the largest number of rows of one subject. */
  int mostRows() {
    int most = 0;
    for (int subject = 0; subject < subjectCount(); subject++) {
      most = Math.max(most, rowCount(subject));
    }
    return most;
  }
}
