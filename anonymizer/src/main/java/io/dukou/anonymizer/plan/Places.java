package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;

/** Names places of a table, for messages inside China. */
final class Places {
  private Places() {}

  /** Names a row by its line, or by its number where it was not read from lines. */
  static String of(Table table, int row) {
    return table.placeOf(row);
  }

  /** Names the first row that holds a code, and its column. */
  static String of(Table table, Column column, int code) {
    int row = 0;
    while (column.code(row) != code) {
      row++;
    }
    return of(table, row) + ", column " + column.name();
  }
}
