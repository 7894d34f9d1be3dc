package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RiskReportTest {
  @Test
  void classes_areCountedBySize() {
    RiskReport report = report(ages(3, 2, 1), spec(null));

    assertThat(report.records()).isEqualTo(6);
    assertThat(report.equivalenceClasses()).isEqualTo(3);
    assertThat(report.minClassSize()).isEqualTo(1);
    assertThat(report.averageClassSize()).isEqualTo(2.0);
  }

  @Test
  void prosecutorRisk_isOneByClassSize() {
    RiskReport report = report(ages(5, 20), spec(null));

    assertThat(report.prosecutorMax()).isEqualTo(0.2);
    assertThat(report.prosecutorAverage()).isEqualTo(2 / 25.0);
  }

  @Test
  void shareAtRisk_countsClassesAboveTheThresholdOnly() {
    // 1/20 is the threshold itself: not above it.
    assertThat(report(ages(19, 20, 21), spec(null)).shareAtRisk()).isEqualTo(19 / 60.0);
  }

  @ParameterizedTest
  @CsvSource({"10, false, 10", "11, true, 0", "12, true, 0"})
  void classSizeRule_isOfEleven(int size, boolean holds, int below) {
    JsonNode rule = report(ages(size, 40), spec(null)).toJson().get("classSizeRule");

    assertThat(rule.get("least").asInt()).isEqualTo(11);
    assertThat(rule.get("holds").asBoolean()).isEqualTo(holds);
    assertThat(rule.get("subjectsBelow").asInt()).isEqualTo(below);
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, 19, 2",
    "PUBLIC, 20, 2", // the threshold is reached
    "PUBLIC, 21, 3",
    "CONTROLLED, 2, 3", // two classes of 2 and 60: mean risk 2/62
  })
  void gbt42460Level_comparesTheRiskOfTheEnvironment(Environment who, int size, int level) {
    RiskOptions options = new RiskOptions(RiskOptions.DEFAULT_THRESHOLD, who);

    assertThat(RiskReport.of(ages(size, 60), spec(null), options).gbt42460Level()).isEqualTo(level);
  }

  @Test
  void gbt42460Level_isOneWithADirectIdentifier() {
    RiskReport report = report(table("age,name", "1,x", "1,y"), spec(null));

    assertThat(report.gbt42460Level()).isEqualTo(1);
    assertThat(report.toJson().get("warnings").toString()).contains("direct identifier name");
  }

  @Test
  void subjectWithSeveralRows_countsOnceByAllItsRows() {
    Table visits = table("id,age", "a,1", "a,2", "b,2", "b,1", "c,1", "c,1", "d,1", "e,1", "e,1");

    RiskReport report = report(visits, spec("id"));

    assertThat(report.subjects()).isEqualTo(5);
    assertThat(report.equivalenceClasses()).isEqualTo(3);
    assertThat(report.minClassSize()).isEqualTo(1);
    assertThat(report.toJson().get("unit").asText()).isEqualTo("subject");
  }

  @Test
  void tableWithoutTheSubjectColumn_countsRowsAndSaysSo() {
    RiskReport report = report(ages(3), spec("id"));

    assertThat(report.subjects()).isEqualTo(3);
    assertThat(report.toJson().get("unit").asText()).isEqualTo("row");
    assertThat(report.toJson().get("warnings").toString()).contains("subject column");
  }

  @Test
  void suppressedRows_areNotCounted() {
    RiskReport report = report(table("age", "*", "1", "1", "*"), spec(null));

    assertThat(report.suppressedRecords()).isEqualTo(2);
    assertThat(report.minClassSize()).isEqualTo(2);
  }

  @Test
  void fullyGeneralisedTable_isOneClass() {
    RiskReport report = report(table("age", "*", "*", "*"), spec(null));

    assertThat(report.suppressedRecords()).isZero();
    assertThat(report.minClassSize()).isEqualTo(3);
  }

  @Test
  void missingCell_isAValueOfItsOwn() {
    assertThat(report(table("id,age", "a,", "b,", "c,1"), spec(null)).equivalenceClasses())
        .isEqualTo(2);
  }

  @Test
  void emptyTable_hasNoRisk() {
    RiskReport report = report(table("age"), spec(null));

    assertThat(report.prosecutorMax()).isZero();
    assertThat(report.prosecutorAverage()).isZero();
    assertThat(report.averageClassSize()).isZero();
    assertThat(report.shareAtRisk()).isZero();
    assertThat(report.gbt42460Level()).isEqualTo(3);
  }

  @Test
  void histogram_listsTheSizesThatOccur() {
    JsonNode lines = report(ages(1, 3, 4, 12, 2000), spec(null)).toJson().get("classSizes");

    assertThat(lines.toString())
        .isEqualTo(
            "[{\"from\":1,\"to\":1,\"classes\":1,\"subjects\":1},"
                + "{\"from\":3,\"to\":4,\"classes\":2,\"subjects\":7},"
                + "{\"from\":11,\"to\":20,\"classes\":1,\"subjects\":12},"
                + "{\"from\":1001,\"classes\":1,\"subjects\":2000}]");
  }

  @Test
  void threshold_isMarkedUnverified() {
    JsonNode level = report(ages(3), spec(null)).toJson().get("gbt42460");

    assertThat(level.get("threshold").asDouble()).isEqualTo(0.05);
    assertThat(level.get("thresholdVerified").asBoolean()).isFalse();
  }

  @Test
  void missingQuasiIdentifier_isRefused() {
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> report(table("id", "a"), spec(null)))
        .withMessageContaining("age");
  }

  @Test
  void rowWithoutSubject_isRefused() {
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> report(table("id,age", "a,1", ",2"), spec("id")))
        .withMessageContaining("subject");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
  void thresholdThatIsNoProbability_isRefused(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RiskOptions(threshold, Environment.PUBLIC));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomTables_agreeWithASlowCount(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 50; run++) {
      List<String> rows = new ArrayList<>();
      Map<String, List<String>> tuplesOf = new TreeMap<>();
      for (int row = random.nextInt(300); row >= 0; row--) {
        String person = "p" + random.nextInt(120);
        String age = random.nextInt(9) == 0 ? "" : "" + random.nextInt(4);
        rows.add(person + "," + age);
        tuplesOf.computeIfAbsent(person, unseen -> new ArrayList<>()).add(age);
      }
      Map<List<String>, Integer> classes = new HashMap<>();
      tuplesOf.values().forEach(tuples -> tuples.sort(null));
      tuplesOf.values().forEach(tuples -> classes.merge(tuples, 1, Integer::sum));

      RiskReport report = report(table("id,age", rows.toArray(new String[0])), spec("id"));

      assertThat(report.equivalenceClasses()).isEqualTo(classes.size());
      assertThat(report.subjects()).isEqualTo(tuplesOf.size());
      assertThat(report.minClassSize())
          .isEqualTo(classes.values().stream().min(Integer::compare).orElseThrow());
    }
  }

  private static RiskReport report(Table table, ReleaseSpec spec) {
    return RiskReport.of(table, spec, RiskOptions.DEFAULT);
  }

  /** A table with one class of each of the sizes. */
  private static Table ages(int... sizes) {
    TableBuilder builder = Table.builder(List.of("age"));
    for (int age = 0; age < sizes.length; age++) {
      for (int i = 0; i < sizes[age]; i++) {
        builder.add(0, "" + age);
        builder.endRow();
      }
    }
    return builder.build();
  }

  private static Table table(String header, String... rows) {
    List<String> names = List.of(header.split(",", -1));
    TableBuilder builder = Table.builder(names);
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      for (int column = 0; column < names.size(); column++) {
        builder.add(column, cells[column]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  private static ReleaseSpec spec(String subject) {
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        subject,
        List.of(attribute("age", Role.QUASI_IDENTIFIER), attribute("name", Role.DIRECT_IDENTIFIER)),
        Others.DROP,
        List.of(new ModelSpec.KAnonymity(2)),
        0.05,
        MetricSpec.DEFAULT);
  }

  private static AttributeSpec attribute(String name, Role role) {
    return new AttributeSpec(
        name,
        role,
        ValueType.STRING,
        MissingRule.OWN_CATEGORY,
        AttributeSpec.DEFAULT_WEIGHT,
        FlatHierarchy.INSTANCE);
  }
}
