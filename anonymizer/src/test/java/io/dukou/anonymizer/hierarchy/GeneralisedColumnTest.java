package io.dukou.anonymizer.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes and leaves of a column that is seen through a hierarchy. */
final class GeneralisedColumnTest {
  @Test
  void listedHierarchy_countsListedValues_whetherTheyOccurOrNot() {
    Hierarchy colours =
        HierarchyTest.listed("red;warm;*", "orange;warm;*", "pink;warm;*", "blue;cold;*");
    GeneralisedColumn column = new GeneralisedColumn(column("blue", "red"), colours);

    assertThat(column.leafCount()).isEqualTo(4);
    assertThat(leavesOf(column, 1, "warm")).isEqualTo(3);
    assertThat(leavesOf(column, 1, "cold")).isEqualTo(1);
    assertThat(leavesOf(column, 2, "*")).isEqualTo(4);
  }

  @Test
  void rule_countsTheDistinctValuesOfTheColumn() {
    Hierarchy tens = IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.TEN, List.of());
    GeneralisedColumn column = new GeneralisedColumn(column("1", "2", "2", "11"), tens);

    assertThat(column.leafCount()).isEqualTo(3);
    assertThat(leavesOf(column, 1, "[0,10)")).isEqualTo(2);
    assertThat(leavesOf(column, 1, "[10,20)")).isEqualTo(1);
    assertThat(leavesOf(column, 2, "*")).isEqualTo(3);
  }

  @Test
  void missingCell_isALeafOfItsOwnBelowTheRoot() {
    Hierarchy tens = IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.TEN, List.of());
    GeneralisedColumn column = new GeneralisedColumn(column("1", null, "2"), tens);

    assertThat(column.leafCount()).isEqualTo(2);
    assertThat(column.form(1, column.code(1, 1))).isNull();
    assertThat(leavesOf(column, 1, null)).isEqualTo(1);
    assertThat(column.cardinality(2)).isEqualTo(1);
    assertThat(leavesOf(column, 2, "*")).isEqualTo(2);
  }

  @Test
  void valueOutside_hasNoCodeAtAnyLevel() {
    Hierarchy tens = IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.TEN, List.of());
    GeneralisedColumn column = new GeneralisedColumn(column("x", "1"), tens);

    for (int level = 0; level < column.levels(); level++) {
      assertThat(column.code(level, 0)).isEqualTo(GeneralisedColumn.OUTSIDE);
      assertThat(column.code(level, 1)).isZero();
    }
  }

  @Test
  void everyKind_nests() {
    Random random = new Random(7);
    for (Hierarchy hierarchy : HierarchyTest.oneOfEachKind()) {
      GeneralisedColumn column = new GeneralisedColumn(randomColumn(random), hierarchy);
      for (int level = 1; level < column.levels(); level++) {
        assertNests(column, level);
      }
    }
  }

  private static void assertNests(GeneralisedColumn column, int level) {
    int size = column.column().cardinality();
    for (int first = 0; first < size; first++) {
      for (int second = 0; second < first; second++) {
        if (column.code(level - 1, first) == column.code(level - 1, second)) {
          assertThat(column.code(level, first)).isEqualTo(column.code(level, second));
        }
      }
    }
  }

  private static Column randomColumn(Random random) {
    String[] values = new String[300];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> Integer.toString(random.nextInt(40) - 10);
            case 2 -> "*".repeat(random.nextInt(4)) + random.nextInt(20);
            case 3 -> String.format("20%02d-%02d", random.nextInt(3), 1 + random.nextInt(12));
            case 4 -> Integer.toString(110_000 + random.nextInt(50) * 10_000 + random.nextInt(3));
            default -> random.nextBoolean() ? "a" : "12";
          };
    }
    return column(values);
  }

  private static long leavesOf(GeneralisedColumn column, int level, String form) {
    for (int code = 0; code < column.cardinality(level); code++) {
      if (Objects.equals(column.form(level, code), form)) {
        return column.leaves(level, code);
      }
    }
    throw new AssertionError("no such form: " + form);
  }

  static Column column(String... values) {
    TableBuilder builder = Table.builder(List.of("c"));
    for (String value : values) {
      builder.add(0, value);
      builder.endRow();
    }
    return builder.build().column("c");
  }
}
