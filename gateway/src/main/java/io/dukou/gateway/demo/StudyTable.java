package io.dukou.gateway.demo;

import java.util.List;

/**
 * One table of the invented study as its hospital holds it: raw, with direct identifiers.
 *
 * @param name table name, also the last part of its URL
 * @param columns column names
 * @param rows cells in column order; every row has as many cells as there are columns
 */
record StudyTable(String name, List<String> columns, List<List<String>> rows) {

  /** Copies the lists and checks that every row fits the columns. */
  StudyTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of " + name + " has " + row.size() + " cells for " + columns.size());
      }
    }
  }

  /**
   * Returns the cells of one column, row by row.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  List<String> cells(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(name + " has no column " + column);
    }
    return rows.stream().map(row -> row.get(index)).toList();
  }

  /** Names the table and its size; never a cell. */
  @Override
  public String toString() {
    return "StudyTable[" + name + ", " + rows.size() + " rows]";
  }
}
