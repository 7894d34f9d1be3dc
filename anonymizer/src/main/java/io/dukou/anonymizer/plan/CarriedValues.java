package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sensitive values over the rows of several tables.
 *
 * <p>A subject has the values of a sensitive attribute that its rows of that table hold; if it has
 * no row there, that is a value as well, the same as a missing cell. So that counting need not know
 * of tables, a row of another table carries one of the subject's values along, which counts once
 * like every value of a subject.
 */
final class CarriedValues {
  /** Stands for a row of another table. */
  static final int OF_OTHER_TABLE = -1;

  private CarriedValues() {}

  /**
   * Names a row of a column over several tables, for messages inside China.
   *
   * @param table the name of the column's own table
   * @param ownRow the row of that table or {@link #OF_OTHER_TABLE}
   * @param placeOf names a row of that table
   */
  static String place(String table, int ownRow, IntFunction<String> placeOf) {
    return ownRow == OF_OTHER_TABLE
        ? "table " + table
        : "table " + table + ", " + placeOf.apply(ownRow);
  }

  /**
   * Returns a column over rows of several tables.
   *
   * @param name its name
   * @param own the column in its own table
   * @param ownRows for each row, the row of the column's own table or {@link #OF_OTHER_TABLE}
   * @param subjectOfRow the subject of each row, from 0 on
   * @param subjects number of subjects
   */
  static Column column(String name, Column own, int[] ownRows, int[] subjectOfRow, int subjects) {
    List<@Nullable String> values = new ArrayList<>();
    for (int code = 0; code < own.cardinality(); code++) {
      values.add(own.value(code));
    }
    int none = own.missingCode() < 0 ? values.size() : own.missingCode();
    values.add(null);
    int[] anyOfSubject = new int[subjects];
    Arrays.fill(anyOfSubject, none);
    int[] valueOf = new int[ownRows.length];
    for (int row = 0; row < valueOf.length; row++) {
      if (ownRows[row] != OF_OTHER_TABLE) {
        valueOf[row] = own.code(ownRows[row]);
        anyOfSubject[subjectOfRow[row]] = valueOf[row];
      }
    }
    for (int row = 0; row < valueOf.length; row++) {
      if (ownRows[row] == OF_OTHER_TABLE) {
        valueOf[row] = anyOfSubject[subjectOfRow[row]];
      }
    }
    return Column.of(name, values, valueOf);
  }
}
