package io.dukou.anonymizer.hierarchy;

import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes hierarchies of code lists, whose rows are a code and its parent, which is empty for the
 * codes at the top.
 *
 * <p>The parents of a code are its forms. A list is as high as its longest chain: codes whose chain
 * is shorter stay themselves until the level at which their parents' kind is shown, as a code that
 * is known less exactly does. Above the top is the root.
 */
final class CodeLists {
  private static final int DEEPEST = 98;

  private final Table list;
  private final Map<String, Integer> rowOf = new HashMap<>();
  private final int[] parents;
  private final int[] depths;

  private CodeLists(Table list) {
    this.list = list;
    this.parents = new int[list.rowCount()];
    this.depths = new int[list.rowCount()];
  }

  /**
   * Returns the hierarchy of a list.
   *
   * @throws HierarchyException naming line and column, if there is no row, rows are not a code and
   *     its parent, a code is empty, {@code *} or listed twice, or a parent is not listed or is a
   *     descendant
   */
  static TableHierarchy hierarchy(Table list) {
    if (list.rowCount() == 0) {
      throw new HierarchyException("the code list is empty; list every code", 0, 0);
    }
    if (list.columns().size() != 2) {
      throw new HierarchyException("a line of a code list is a code and its parent", 1, 0);
    }
    CodeLists lists = new CodeLists(list);
    lists.readCodes();
    lists.readParents();
    return TableHierarchy.of(lists.rows(lists.measure()));
  }

  private void readCodes() {
    for (int row = 0; row < list.rowCount(); row++) {
      String code = list.value(row, 0);
      if (code == null || code.equals(Hierarchy.ROOT)) {
        throw fault("the code is empty or *; give it a name", row, 0);
      }
      if (rowOf.put(code, row) != null) {
        throw fault("a code is listed twice; list every code once", row, 0);
      }
    }
  }

  private void readParents() {
    for (int row = 0; row < list.rowCount(); row++) {
      String parent = list.value(row, 1);
      Integer found = parent == null ? Integer.valueOf(-1) : rowOf.get(parent);
      if (found == null) {
        throw fault(
            "the parent is not listed; add a line for it, without parent at the top", row, 1);
      }
      parents[row] = found;
    }
  }

  /** Finds how far below the top each code is, from 1, and returns the largest of these. */
  private int measure() {
    int deepest = 0;
    for (int row = 0; row < parents.length; row++) {
      int depth = 1;
      for (int above = parents[row]; above >= 0; above = parents[above]) {
        depth++;
        if (depth > DEEPEST) {
          throw fault("more than 97 parents are above the code, or itself; shorten it", row, 1);
        }
      }
      depths[row] = depth;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private List<List<String>> rows(int deepest) {
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < parents.length; row++) {
      List<String> forms = new ArrayList<>();
      int shown = row;
      for (int depth = deepest; depth > 0; depth--) {
        shown = depths[shown] > depth ? parents[shown] : shown;
        forms.add(Objects.requireNonNull(list.value(shown, 0)));
      }
      forms.add(Hierarchy.ROOT);
      rows.add(forms);
    }
    return rows;
  }

  private HierarchyException fault(String problem, int row, int column) {
    return new HierarchyException(problem, list.lineOf(row).orElse(0), column + 1);
  }
}
