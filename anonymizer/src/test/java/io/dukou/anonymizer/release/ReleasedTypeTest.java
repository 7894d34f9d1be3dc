package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What released columns hold, for columns that declare a type. */
final class ReleasedTypeTest {
  private static final String SPEC =
      """
      attributes:
        age:  {role: quasi-identifier, type: integer, hierarchy: {intervals: {start: 0, width: 10}}}
        dose: {role: quasi-identifier, type: decimal, hierarchy: {cuts: [1.5, 3]}}
        seen: {role: quasi-identifier, type: date, hierarchy: {date: [time, day, month]}}
        code: {role: quasi-identifier, type: code, hierarchy: {icd10: [code, block]}}
        days: {role: insensitive, type: integer}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0
      """;
  private static final ReleaseSpec TYPED = SpecParser.parse(SPEC, "s.yaml", SpecFiles.none());

  @Test
  void columnsThatAreGeneralised_holdText() {
    ProtectedTable table =
        release(
            List.of("31", "0.5", "2026-01-02", "E11.9", "3"),
            List.of("34", "1", "2026-01-05T10:30", "E10.1", "4"));

    assertThat(types(table))
        .isEqualTo(
            Map.of(
                "age", ValueType.STRING,
                "dose", ValueType.STRING,
                "seen", ValueType.STRING,
                "code", ValueType.STRING,
                "days", ValueType.INTEGER));
    assertThat(table.columns().get(2).value(0)).isEqualTo("2026-01");
    assertThat(table.columns().get(3).value(0)).isEqualTo("E10-E14");
  }

  @Test
  void columnsThatAreNot_keepTheirTypes() {
    List<String> row = List.of("31", "0.5", "2026-01-02", "E11.9", "3");

    assertThat(types(release(row, row)))
        .isEqualTo(
            Map.of(
                "age", ValueType.INTEGER,
                "dose", ValueType.DECIMAL,
                "seen", ValueType.DATE,
                "code", ValueType.CODE,
                "days", ValueType.INTEGER));
  }

  @ParameterizedTest
  @CsvSource({
    "31.5, 0.5,   2026-01-02, E11.9, 3, age, integer",
    "31,   0.5,   2026-01-02, E11.9, x, days, integer",
    "31,   0.5,   2026-01-02, E11.9, 1e3, days, integer",
  })
  void valueOfAnotherType_isRefusedWithItsPlace(
      String age, String dose, String seen, String code, String days, String column, String type) {
    Table table = table(List.of(age, dose, seen, code, days));

    assertThat(catchThrowable(() -> Study.plan(table, TYPED)))
        .hasMessageContaining("row 1, column " + column + ": the value is not of type " + type);
  }

  private static Map<String, ValueType> types(ProtectedTable table) {
    Map<String, ValueType> types = new TreeMap<>();
    table.columns().forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  @SafeVarargs
  private static ProtectedTable release(List<String>... rows) {
    Table table = table(rows);
    ReleasePlan plan = Study.plan(table, TYPED);
    return Study.protect(table, plan).table();
  }

  @SafeVarargs
  private static Table table(List<String>... rows) {
    TableBuilder builder = Table.builder(List.of("age", "dose", "seen", "code", "days"));
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        builder.add(column, row.get(column));
      }
      builder.endRow();
    }
    return builder.build();
  }
}
