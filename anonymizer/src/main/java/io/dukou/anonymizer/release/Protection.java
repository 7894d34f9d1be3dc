package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.ClassHash;
import java.util.Map;

/**
 * A protected table and what has to be known about it in China.
 *
 * <p>Immutable; any thread may read it.
 */
public final class Protection {
  private final ProtectedTable table;
  private final Map<String, ClassHash> classOfSubject;
  private final int[] originRows;
  private final ProtectionCounts counts;

  /** Owns its arguments. */
  Protection(
      ProtectedTable table,
      Map<String, ClassHash> classOfSubject,
      int[] originRows,
      ProtectionCounts counts) {
    this.table = requireNonNull(table, "table");
    this.classOfSubject = Map.copyOf(classOfSubject);
    this.originRows = originRows;
    this.counts = requireNonNull(counts, "counts");
  }

  /** Returns what may leave. */
  public ProtectedTable table() {
    return table;
  }

  /** Returns the class of every released subject; empty when the plan has no subject column. */
  public Map<String, ClassHash> classOfSubject() {
    return classOfSubject;
  }

  /** Returns the row of the cut that a released row was made from. */
  public int originRow(int row) {
    return originRows[row];
  }

  /** Returns what became of the rows of the cut. */
  public ProtectionCounts counts() {
    return counts;
  }

  @Override
  public String toString() {
    return "Protection[" + table.planId() + "]";
  }
}
