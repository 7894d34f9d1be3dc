package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a table that make up a subset of it. */
final class SubsetRows {
  private SubsetRows() {}

  /**
   * Returns for each row whether it is in the subset: each row of the subset takes the first equal
   * row that none has taken.
   *
   * @throws PlanException if the columns differ or a row is not in the table as often
   */
  static boolean[] of(Table table, TableSource subset) {
    if (!subset.table().names().equals(table.names())) {
      throw new PlanException(
          PlanError.SUBSET_DOES_NOT_FIT,
          subset.name() + ": the subset does not have the columns of the table");
    }
    Map<List<@Nullable String>, List<Integer>> rowsOf = new HashMap<>();
    for (int row = table.rowCount() - 1; row >= 0; row--) {
      rowsOf.computeIfAbsent(cells(table, row), cells -> new ArrayList<>()).add(row);
    }
    boolean[] inside = new boolean[table.rowCount()];
    for (int row = 0; row < subset.table().rowCount(); row++) {
      List<Integer> equal = rowsOf.get(cells(subset.table(), row));
      if (equal == null || equal.isEmpty()) {
        throw new PlanException(
            PlanError.SUBSET_DOES_NOT_FIT,
            subset.name()
                + ", "
                + Places.of(subset.table(), row)
                + ": the row is not, or not as often, in the table");
      }
      inside[equal.remove(equal.size() - 1)] = true;
    }
    return inside;
  }

  private static List<@Nullable String> cells(Table table, int row) {
    List<@Nullable String> cells = new ArrayList<>();
    for (int column = 0; column < table.columns().size(); column++) {
      cells.add(table.value(row, column));
    }
    return cells;
  }
}
