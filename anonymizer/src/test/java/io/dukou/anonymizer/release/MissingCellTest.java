package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanSummary;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Missing cells under each rule, in columns of each kind of hierarchy, from plan to release. */
final class MissingCellTest {
  private static final String LIST = "11;low;*\n12;low;*\n31;high;*\n32;high;*\n";
  private static final String TREE = "low;\nhigh;\n11;low\n12;low\n31;high\n32;high\n";

  /** For each kind a hierarchy, and two pairs of values that share a form at level 1. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "{file: list.csv}", List.of("11", "12", "31", "32"),
          "{codes: {file: tree.csv}}", List.of("11", "12", "31", "32"),
          "{redact: {}}", List.of("11", "12", "31", "32"),
          "{redact: {length: 3, align: right, pad: _}}", List.of("11", "12", "31", "32"),
          "{intervals: {start: 0, width: 10, top: 30}}", List.of("11", "12", "31", "32"),
          "{cuts: [[10, 20, 30], [20]]}", List.of("11", "12", "31", "32"),
          "{date: [day, month]}", List.of("2026-05-17", "2026-05-18", "2026-06-01", "2026-06"),
          "{date: [day, week]}", List.of("2026-05-18", "2026-05-19", "2026-06-02", "2026-06-03"),
          "{divisions: [county, province]}", List.of("310101", "310115", "110101", "110105"),
          "{icd10: [code, block]}", List.of("E11.9", "E10.1", "I10.x00", "I15"));

  private static Stream<Arguments> kinds() {
    return KINDS.keySet().stream()
        .flatMap(kind -> Stream.of(MissingRule.values()).map(rule -> Arguments.of(kind, rule)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void enoughMissingCells_areShownAsTheRuleSays(String kind, MissingRule rule) {
    Released released = release(kind, rule, 4, 0.0);

    switch (rule) {
      case OWN_CATEGORY -> assertThat(released.forms()).containsEntry("(none)", 4).hasSize(3);
      case MATCHES_ANYTHING -> assertThat(released.forms()).containsEntry("*", 4).hasSize(3);
      case SUPPRESS -> {
        assertThat(released.forms()).doesNotContainKeys("(none)", "*").hasSize(2);
        assertThat(released.summary().droppedRecords()).isEqualTo(4);
        assertThat(released.summary().records()).isEqualTo(8);
      }
    }
    assertThat(released.summary().minClassSize()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tooFewMissingCells_areNoClassAndHelpNoOther(String kind, MissingRule rule) {
    Released released = release(kind, rule, 2, 0.2);

    assertThat(released.forms()).doesNotContainKeys("(none)", "*").hasSize(2);
    assertThat(released.forms().values()).containsOnly(4);
    assertThat(released.summary().minClassSize()).isEqualTo(4);
    assertThat(released.summary().suppressedRecords())
        .isEqualTo(rule == MissingRule.SUPPRESS ? 0 : 2);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void filters_mayAskForWhatARuleShows(String kind, MissingRule rule) {
    ProtectedTable table = Study.protect(table(kind, 4), planned(kind, rule, 4, 0).plan()).table();

    if (rule == MissingRule.MATCHES_ANYTHING) {
      assertThat(table.check("a", "*")).isEqualTo(FilterCheck.OK);
      assertThat(table.check("a", "")).isEqualTo(FilterCheck.NOT_DEFINED_AT_LEVEL);
    } else {
      assertThat(table.check("a", "")).isEqualTo(FilterCheck.OK);
    }
  }

  private static Released release(String kind, MissingRule rule, int missing, double limit) {
    Table table = table(kind, missing);
    PlanOutcome.Planned planned = planned(kind, rule, missing, limit);
    Column column = Study.protect(table, planned.plan()).table().column("a").orElseThrow().cells();
    Map<String, Integer> forms = new TreeMap<>();
    for (int row = 0; row < column.rowCount(); row++) {
      String form = column.valueAt(row);
      forms.merge(form == null ? "(none)" : form, 1, Integer::sum);
    }
    return new Released(planned.summary(), forms);
  }

  private static PlanOutcome.Planned planned(
      String kind, MissingRule rule, int missing, double limit) {
    PlanOptions options = PlanOptions.with(Study.PLAN_KEY);
    ReleaseSpec spec = spec(kind, rule, limit);
    return (PlanOutcome.Planned) Planner.optimal().plan(table(kind, missing), spec, options);
  }

  private static ReleaseSpec spec(String kind, MissingRule rule, double limit) {
    String text =
        "attributes: {a: {role: quasi-identifier, missing: "
            + (rule.word() + ", hierarchy: " + kind + "}}\n")
            + "models: [{type: k-anonymity, k: 4}]\n"
            + ("suppressionLimit: " + limit);
    return SpecParser.parse(
        text,
        "spec.yaml",
        name -> new ByteArrayInputStream((name.equals("list.csv") ? LIST : TREE).getBytes(UTF_8)));
  }

  /** Returns two cells with each value of a kind, and missing ones. */
  private static Table table(String kind, int missing) {
    List<@Nullable String> cells = new ArrayList<>();
    KINDS.get(kind).forEach(value -> cells.addAll(List.of(value, value)));
    for (int i = 0; i < missing; i++) {
      cells.add(null);
    }
    TableBuilder builder = Table.builder(List.of("a"));
    for (String cell : cells) {
      builder.add(0, cell);
      builder.endRow();
    }
    return builder.build();
  }

  private record Released(PlanSummary summary, Map<String, Integer> forms) {}
}
