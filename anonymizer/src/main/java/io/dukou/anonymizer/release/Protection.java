package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.ShownClasses;
import io.dukou.anonymizer.plan.SubjectClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final Optional<ShownClasses> shown;

  /** Owns its arguments; of one table of several, whose classes are not its own. */
  Protection(
      ProtectedTable table,
      Map<String, ClassHash> classOfSubject,
      int[] originRows,
      ProtectionCounts counts) {
    this(table, classOfSubject, originRows, counts, Optional.empty());
  }

  /** Owns its arguments. */
  Protection(
      ProtectedTable table,
      Map<String, ClassHash> classOfSubject,
      int[] originRows,
      ProtectionCounts counts,
      ShownClasses shown) {
    this(table, classOfSubject, originRows, counts, Optional.of(shown));
  }

  private Protection(
      ProtectedTable table,
      Map<String, ClassHash> classOfSubject,
      int[] originRows,
      ProtectionCounts counts,
      Optional<ShownClasses> shown) {
    this.table = requireNonNull(table, "table");
    this.classOfSubject = Map.copyOf(classOfSubject);
    this.originRows = originRows;
    this.counts = requireNonNull(counts, "counts");
    this.shown = shown;
  }

  /** Returns what may leave. */
  public ProtectedTable table() {
    return table;
  }

  /** Returns the class of every released subject; empty when the plan has no subject column. */
  public Map<String, ClassHash> classOfSubject() {
    return classOfSubject;
  }

  /**
   * Returns the sensitive values that the models of the plan look at; none of a table that is
   * planned with others, nor where the plan has no subject column.
   */
  public JudgedValues values() {
    return shown.map(ShownClasses::values).orElse(JudgedValues.NONE);
  }

  /** Returns the row of the cut that a released row was made from. */
  public int originRow(int row) {
    return originRows[row];
  }

  /** Returns what became of the rows of the cut. */
  public ProtectionCounts counts() {
    return counts;
  }

  /**
   * Returns the number of released rows of each layer; empty for a table that is planned with
   * others.
   */
  public List<Integer> rowsOfLayers() {
    return shown.map(this::rowsOfLayers).orElse(List.of());
  }

  private List<Integer> rowsOfLayers(ShownClasses classes) {
    int[] rows = new int[classes.layers()];
    for (int origin : originRows) {
      int layer = classes.layerOfRow(origin);
      if (layer != SubjectClasses.NONE) {
        rows[layer]++;
      }
    }
    return Arrays.stream(rows).boxed().toList();
  }

  /** Returns the classes that are released; empty for a table that is planned with others. */
  public Optional<ShownClasses> shown() {
    return shown;
  }

  @Override
  public String toString() {
    return "Protection[" + table.planId() + "]";
  }
}
