package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtectedTableTest {
  private final Table cut = Study.table(Study.rows(new Random(9), 300, 2));
  private final ReleasePlan plan = Study.plan(cut, Study.spec(4, true, MissingRule.OWN_CATEGORY));
  private final ProtectedTable table = Study.protect(cut, plan).table();

  @ParameterizedTest
  @CsvSource({
    "arm, arm1, OK",
    "arm, nobody's arm, OK", // an empty answer, not a refusal: any arm could be released
    "arm, '', OK",
    "name, Canary Name1, UNKNOWN_COLUMN",
    "id, S1-id, UNKNOWN_COLUMN",
    "nothing, x, UNKNOWN_COLUMN",
    "age, 34, NOT_DEFINED_AT_LEVEL",
    "age, '>=34', NOT_DEFINED_AT_LEVEL",
    "age, '', OK"
  })
  void filterCheck_dependsOnThePlan(String column, String value, FilterCheck expected) {
    assertThat(table.check(column, value)).isEqualTo(expected);
  }

  @Test
  void filterCheck_acceptsEveryReleasedValue() {
    for (ReleasedColumn column : table.columns()) {
      for (int code = 0; code < column.cardinality(); code++) {
        String value = column.value(code) == null ? "" : column.value(code);
        assertThat(table.check(column.name(), value)).as(column.name()).isEqualTo(FilterCheck.OK);
      }
    }
  }

  @Test
  void filterCheck_isTheSameForATableWithoutRows() {
    ProtectedTable empty = Study.protect(Study.table(List.of()), plan).table();

    for (String value : List.of("", "*", "34", "arm1", "[30, 35[", "30-34", "F", "U", "X")) {
      for (String column : Study.COLUMNS) {
        assertThat(empty.check(column, value)).isEqualTo(table.check(column, value));
      }
    }
  }

  @Test
  void rowsWhere_areTheRowsWithTheValue() {
    for (int index = 0; index < table.columns().size(); index++) {
      ReleasedColumn column = table.columns().get(index);
      for (int code = 0; code < column.cardinality(); code++) {
        String value = column.value(code) == null ? "" : column.value(code);
        List<Integer> expected = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
          if (table.code(row, index) == code) {
            expected.add(row);
          }
        }
        assertThat(table.rowsWhere(column.name(), value))
            .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
      }
    }
  }

  @Test
  void rowsWhereNothingHasTheValue_areNone() {
    assertThat(table.rowsWhere("arm", "nobody's arm")).isEmpty();
  }

  @Test
  void rowsWhereTheColumnIsNotReleased_areRefused() {
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> table.rowsWhere("name", "x"));
  }
}
