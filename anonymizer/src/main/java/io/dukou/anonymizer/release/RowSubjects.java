package io.dukou.anonymizer.release;

import org.jspecify.annotations.Nullable;

/** The subjects to whom the rows of a cut belong. Any thread may ask. */
interface RowSubjects {
  /** Returns the number of the row's subject, which is that of no other subject. */
  int subjectOfRow(int row);

  /** Returns whether a subject column names the subjects. */
  boolean hasNamedSubjects();

  /** Returns the name of a subject; null without a subject column. */
  @Nullable String nameOfSubject(int subject);

  /** Returns a number above that of every subject. */
  int subjectCount();
}
