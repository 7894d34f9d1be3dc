package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The rows and subjects of a table, sorted into equivalence classes.
 *
 * <p>The class of a subject is the multiset of the generalised quasi-identifier tuples of all its
 * rows; without a subject column each row is a subject of its own. A subject with a row whose value
 * is outside a hierarchy has no class. A row with a missing quasi-identifier whose rule is {@code
 * suppress} is left out as if it were not in the table. Immutable; any thread may read it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class EquivalenceClasses {
  /** Stands for no subject or no class. */
  public static final int NONE = -1;

  private EquivalenceClasses() {}

  /**
   * Sorts the rows of {@code table} into classes at the levels of {@code plan}.
   *
   * @throws PlanException if a quasi-identifier or the subject column is not in the table, or a row
   *     has no subject
   */
  public static EquivalenceClasses of(Table table, ReleasePlan plan) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the number of classes. */
  public int classCount() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the number of subjects with at least one row that is not left out. */
  public int subjectCount() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the number of subjects in a class. */
  public int subjectsOf(int classIndex) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the number of rows in a class. */
  public int rowsOf(int classIndex) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the class of a subject, or {@link #NONE} if it has none. */
  public int classOfSubject(int subject) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the value of the subject column for a subject; null if there is no such column. */
  public @Nullable String nameOfSubject(int subject) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the subject of a row, or {@link #NONE} if the row is left out. */
  public int subjectOfRow(int row) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the class of a row's subject, or {@link #NONE} if the row or its subject has none. */
  public int classOfRow(int row) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns whether a value of the row is outside the hierarchy of its column. */
  public boolean isOutside(int row) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Returns the keyed hash of a class. */
  public ClassHash hash(int classIndex, PlanKey key) {
    throw new UnsupportedOperationException("not yet");
  }
}
