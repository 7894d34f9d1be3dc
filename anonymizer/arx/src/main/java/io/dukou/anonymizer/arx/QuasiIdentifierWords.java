package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A quasi-identifier in words made for ARX: level, dot, number of the form; {@code *} for a form
 * that stands for everything, which is what ARX takes for suppressed.
 *
 * <p>ARX sees no value, so nothing it writes or throws can hold one. A form has a word of its own
 * at each level, and forms of different levels never share one. The hierarchy has a row for each
 * leaf that {@link GeneralisedColumn} counts, so both count the same shares; and one for a missing
 * cell. Immutable.
 */
final class QuasiIdentifierWords {
  private static final String EVERYTHING = "*";

  private final GeneralisedColumn column;
  private final List<Map<@Nullable String, String>> wordOf = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();
  private final @Nullable String[] cells;

  /** Writes a column in words. */
  QuasiIdentifierWords(GeneralisedColumn column) {
    this.column = column;
    this.cells = new String[column.column().cardinality()];
    for (int level = 0; level < column.levels(); level++) {
      wordOf.add(words(level));
    }
    Set<@Nullable String> met = new HashSet<>();
    for (int code = 0; code < cells.length; code++) {
      if (column.code(0, code) != GeneralisedColumn.OUTSIDE) {
        String[] row = row(code);
        cells[code] = row[0];
        rows.add(row);
        met.add(column.column().value(code));
      }
    }
    for (String value : column.hierarchy().listedValues()) {
      if (!met.contains(value)) {
        rows.add(listed(value));
      }
    }
  }

  private Map<@Nullable String, String> words(int level) {
    Map<@Nullable String, String> words = new HashMap<>();
    for (int code = 0; code < column.cardinality(level); code++) {
      words.put(column.form(level, code), isRoot(level, code) ? EVERYTHING : level + "." + code);
    }
    return words;
  }

  private boolean isRoot(int level, int code) {
    return level > 0
        && level == column.levels() - 1
        && column.leaves(level, code) == column.leafCount();
  }

  private String[] row(int original) {
    String[] row = new String[column.levels()];
    for (int level = 0; level < row.length; level++) {
      row[level] = word(level, column.form(level, column.code(level, original)));
    }
    return row;
  }

  /** Returns the row of a value that is listed, though no cell holds it. */
  private String[] listed(String value) {
    String[] row = new String[column.levels()];
    for (int level = 0; level < row.length; level++) {
      row[level] = word(level, column.hierarchy().generalise(value, level));
    }
    return row;
  }

  private String word(int level, @Nullable String form) {
    Map<@Nullable String, String> known = wordOf.get(level);
    return known.computeIfAbsent(form, unmet -> level + "." + known.size());
  }

  /** Returns the hierarchy, one row a leaf, one column a level. */
  String[][] hierarchy() {
    return rows.toArray(new String[0][]);
  }

  /** Returns the word of the cell in a row that is counted; null if it is outside the hierarchy. */
  @Nullable String cell(int row) {
    return cells[column.column().code(row)];
  }

  /** Returns the number of the form at level 0 of the cell in a row that is counted. */
  int form(int row) {
    return column.code(0, column.column().code(row));
  }
}
