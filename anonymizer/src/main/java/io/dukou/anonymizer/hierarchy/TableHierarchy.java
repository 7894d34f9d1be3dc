package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchy that lists every value with its forms, as a hierarchy file does: the first column is
 * the value, each further one its form at the next level.
 *
 * <p>If all values have one form at the last level, that level is a root.
 */
public final class TableHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "table";

  private final Table rows;
  private final Map<String, Integer> rowOf;
  private final int[][] leaves;

  private TableHierarchy(Table rows, Map<String, Integer> rowOf) {
    this.rows = rows;
    this.rowOf = rowOf;
    this.leaves = new int[rows.columns().size()][];
    for (int level = 0; level < leaves.length; level++) {
      Column forms = rows.columns().get(level);
      leaves[level] = new int[forms.cardinality()];
      for (int row = 0; row < rows.rowCount(); row++) {
        leaves[level][forms.code(row)]++;
      }
    }
  }

  /**
   * Returns the hierarchy whose rows are those of {@code table}.
   *
   * @throws HierarchyException naming line and column, if there is no row, a cell is empty, a value
   *     is listed twice, or values that share a form do not share the next one
   */
  public static TableHierarchy of(Table table) {
    if (table.rowCount() == 0) {
      throw new HierarchyException("the hierarchy is empty; list every value", 0, 0);
    }
    for (int level = 0; level < table.columns().size(); level++) {
      refuseEmpty(table, level);
    }
    Map<String, Integer> rowOf = index(table);
    for (int level = 1; level < table.columns().size(); level++) {
      refuseCrossing(table, level);
    }
    return new TableHierarchy(table, rowOf);
  }

  private static void refuseEmpty(Table table, int level) {
    Column forms = table.columns().get(level);
    if (forms.missingCode() < 0) {
      return;
    }
    for (int row = 0; row < table.rowCount(); row++) {
      if (forms.code(row) == forms.missingCode()) {
        throw fault("an entry is empty; give every value a form at every level", table, row, level);
      }
    }
  }

  private static void refuseCrossing(Table table, int level) {
    Column finer = table.columns().get(level - 1);
    Column coarser = table.columns().get(level);
    int[] parent = new int[finer.cardinality()];
    for (int row = 0; row < table.rowCount(); row++) {
      int code = finer.code(row);
      if (parent[code] == 0) {
        parent[code] = coarser.code(row) + 1;
      } else if (parent[code] != coarser.code(row) + 1) {
        throw fault(
            "values that share a form must share every coarser one; rename one of the forms",
            table,
            row,
            level);
      }
    }
  }

  private static Map<String, Integer> index(Table table) {
    Map<String, Integer> index = new HashMap<>();
    for (int row = 0; row < table.rowCount(); row++) {
      String value = Objects.requireNonNull(table.value(row, 0));
      if (index.put(value, row) != null) {
        throw fault("a value is listed twice; list every value once", table, row, 0);
      }
    }
    return index;
  }

  private static HierarchyException fault(String problem, Table table, int row, int level) {
    return new HierarchyException(problem, table.lineOf(row).orElse(0), level + 1);
  }

  @Override
  public int levels() {
    return leaves.length;
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    Objects.checkIndex(level, leaves.length);
    Integer row = rowOf.get(value);
    return row == null ? null : rows.value(row, level);
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    Objects.checkIndex(level, leaves.length);
    boolean root = level > 0 && level == leaves.length - 1 && leaves[level].length == 1;
    return root ? rows.value(0, level) : null;
  }

  @Override
  public boolean defines(int level, String released) {
    Objects.checkIndex(level, leaves.length);
    return rows.columns().get(level).codeOf(released) >= 0;
  }

  @Override
  public long listedLeaves() {
    return rows.rowCount();
  }

  @Override
  public List<String> listedValues() {
    return IntStream.range(0, rows.rowCount())
        .mapToObj(row -> Objects.requireNonNull(rows.value(row, 0)))
        .toList();
  }

  @Override
  public long listedLeaves(int level, String released) {
    int code = rows.columns().get(level).codeOf(released);
    return code < 0 ? 0 : leaves[level][code];
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    for (int row = 0; row < rows.rowCount(); row++) {
      ArrayNode forms = listed.addArray();
      for (int level = 0; level < leaves.length; level++) {
        forms.add(rows.value(row, level));
      }
    }
    return json;
  }

  /** Returns the hierarchy with these rows, all of one length. */
  static TableHierarchy of(List<List<String>> rows) {
    List<String> names =
        IntStream.rangeClosed(1, rows.get(0).size()).mapToObj(Integer::toString).toList();
    TableBuilder builder = Table.builder(names);
    for (List<String> row : rows) {
      for (int level = 0; level < row.size(); level++) {
        builder.add(level, row.get(level));
      }
      builder.endRow();
    }
    return of(builder.build());
  }
}
