package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows of several tables, one table after the other, of subjects who are counted; and sensitive
 * attributes of single tables over all of them. Immutable.
 */
final class StudyRows {
  private final List<Table> tables;
  private final int[] tableOfRow;
  private final int[] ownRow;
  private final int[] subjectOfRow;
  private final int[] numberOfRow;
  private final int subjects;

  /**
   * Gathers rows.
   *
   * @param tables the tables that {@code classes} were joined of, in their order
   * @param isCounted whether a subject is counted
   */
  StudyRows(List<Table> tables, StudyClasses classes, IntPredicate isCounted) {
    this.tables = List.copyOf(tables);
    int[] numbers = new int[classes.subjectCount()];
    int counted = 0;
    for (int subject = 0; subject < numbers.length; subject++) {
      numbers[subject] = isCounted.test(subject) ? counted++ : StudyClasses.NONE;
    }
    this.subjects = counted;
    int most = this.tables.stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
    int[] ofTables = new int[most];
    int[] own = new int[most];
    int[] ofSubjects = new int[most];
    int next = 0;
    for (int table = 0; table < this.tables.size(); table++) {
      for (int row = 0; row < this.tables.get(table).rowCount(); row++) {
        int subject = classes.subjectOfRow(table, row);
        if (subject != StudyClasses.NONE && numbers[subject] != StudyClasses.NONE) {
          ofTables[next] = table;
          own[next] = row;
          ofSubjects[next++] = subject;
        }
      }
    }
    this.tableOfRow = Arrays.copyOf(ofTables, next);
    this.ownRow = Arrays.copyOf(own, next);
    this.subjectOfRow = Arrays.copyOf(ofSubjects, next);
    this.numberOfRow = Arrays.stream(subjectOfRow).map(subject -> numbers[subject]).toArray();
  }

  /** Returns the number of subjects who are counted. */
  int subjects() {
    return subjects;
  }

  /** Returns the subject of each row, by its number in the classes. */
  int[] subjectOfRow() {
    return subjectOfRow;
  }

  /** Returns the subject of each row, numbered among those who are counted. */
  int[] numberOfRow() {
    return numberOfRow;
  }

  /**
   * Returns a column of one table over all rows, as {@link CarriedValues} has it.
   *
   * @param name how it is called there
   */
  Column carried(int table, String column, String name) {
    int[] rows =
        IntStream.range(0, ownRow.length)
            .map(row -> tableOfRow[row] == table ? ownRow[row] : CarriedValues.OF_OTHER_TABLE)
            .toArray();
    return CarriedValues.column(
        name, tables.get(table).column(column), rows, numberOfRow, subjects);
  }

  /** Names a row of a column of one table, for messages inside China. */
  String place(int table, String tableName, int row) {
    int own = tableOfRow[row] == table ? ownRow[row] : CarriedValues.OF_OTHER_TABLE;
    return CarriedValues.place(tableName, own, tables.get(table)::placeOf);
  }
}
