package io.dukou.anonymizer.plan;

/** The rows of a table with their subjects, and the subjects sorted into classes. Immutable. */
public interface SubjectClasses {
  /** Stands for no subject or no class. */
  int NONE = TupleNumbering.LEFT_OUT;

  /** Returns the number of classes. */
  int classCount();

  /** Returns the number of subjects with at least one row that is not left out. */
  int subjectCount();

  /** Returns the number of subjects in a class. */
  int subjectsOf(int classIndex);

  /** Returns the class of a subject, or {@link #NONE} if it has none. */
  int classOfSubject(int subject);

  /** Returns the subject of a row, or {@link #NONE} if the row is left out. */
  int subjectOfRow(int row);

  /** Returns the class of a row's subject, or {@link #NONE} if the row or its subject has none. */
  default int classOfRow(int row) {
    int subject = subjectOfRow(row);
    return subject == NONE ? NONE : classOfSubject(subject);
  }
}
