package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanSummary;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.ShownClasses;
import io.dukou.anonymizer.report.RiskPage;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskOptions;
import io.dukou.anonymizer.risk.RiskReport;
import io.dukou.anonymizer.spec.RefinementSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of several layers, applied to the planned table and to others. */
final class LayeredReleaseTest {
  private static final PlanKey KEY = PlanKey.of(new byte[PlanKey.LENGTH]);
  private static final OrderKey ORDER = OrderKey.of(new byte[OrderKey.BYTES]);
  private static final RefinementSpec REFINED = new RefinementSpec(9, 0);
  private static final int TABLES = 120;
  private static final String SIZES = "{type: k-anonymity, k: 3}";
  private static final String VALUES =
      SIZES + ", {type: distinct-l-diversity, attribute: arm, l: 2}";

  /** Two large classes, and four in their fifties who are alike only without their sex. */
  private static final List<String> ROWS =
      Stream.of(
              IntStream.range(0, 8).mapToObj(id -> id + "," + (31 + id % 4) + ",F,a"),
              IntStream.range(8, 16).mapToObj(id -> id + "," + (21 + id % 4) + ",M,b"),
              Stream.of("16,52,M,a", "17,57,M,b", "18,51,F,b", "19,54,F,a", "20,90,M,a"))
          .flatMap(rows -> rows)
          .toList();

  @Test
  void layers_releaseEachAtItsOwnLevels() {
    ReleasePlan plan = plan(ROWS, spec(SIZES).with(REFINED)).plan();
    Protection protection = protect(ROWS, plan, new ProtectionOptions(true, true));

    assertThat(plan.layers()).isEqualTo(2);
    assertThat(shown(protection)).startsWith("[30,40) F a").contains("[20,30) M b");
    assertThat(shown(protection).subList(16, 21))
        .containsExactly("[50,60) * a", "[50,60) * b", "[50,60) * b", "[50,60) * a", "* * a");
    assertThat(protection.rowsOfLayers()).containsExactly(16, 4);
    assertThat(protection.counts().suppressed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {SIZES, VALUES})
  void plan_releasesOfItsTableWhatItCounts(String models) {
    int layered = 0;
    for (int seed = 0; seed < TABLES; seed++) {
      List<String> rows = rows(new Random(seed));
      PlanOutcome.Planned planned = plan(rows, spec(models).with(REFINED));
      ReleasePlan plan = planned.plan();
      Protection protection = protect(rows, plan, ProtectionOptions.FOR_RELEASE);

      assertThat(protection.counts().released())
          .isEqualTo(plan.records() - plan.suppressedRecords());
      assertThat(protection.table().minClassSize()).isEqualTo(plan.minClassSize());
      assertThat(sizes(protection)).isEqualTo(plan.classes().values().stream().sorted().toList());
      checkSummary(planned.summary(), protection);
      layered += plan.layers() > 1 ? 1 : 0;
    }
    assertThat(layered).isGreaterThan(TABLES / 4);
  }

  private static void checkSummary(PlanSummary summary, Protection protection) {
    assertThat(summary.releasedSubjects()).isEqualTo(protection.table().subjectCount());
    assertThat(
            summary.refinement().orElseThrow().layers().stream()
                .map(layer -> layer.records())
                .toList())
        .isEqualTo(protection.rowsOfLayers());
    assertThat(summary.refinement().orElseThrow().layers().get(0).total())
        .isCloseTo(summary.loss(), within(1e-9));
    assertThat(summary.refinement().orElseThrow().gained()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {SIZES, VALUES})
  void refinement_leavesTheFirstLayerAsItIsAndReleasesNoFewer(String models) {
    for (int seed = 0; seed < TABLES; seed++) {
      List<String> rows = rows(new Random(seed));
      List<String> later = rows(new Random(seed + 5_000L));
      ReleasePlan refined = plan(rows, spec(models).with(REFINED)).plan();
      ReleasePlan plain = plan(rows, spec(models)).plan();
      for (List<String> cut : List.of(rows, later)) {
        Map<String, String> before = shownBySubject(cut, plain);
        Map<String, String> after = shownBySubject(cut, refined);
        assertThat(after).containsAllEntriesOf(before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SIZES, VALUES})
  void orderOfRows_changesNoLayer(String models) {
    for (int seed = 0; seed < TABLES; seed++) {
      List<String> rows = rows(new Random(seed));
      ReleasePlan plan = plan(rows, spec(models).with(REFINED)).plan();
      List<String> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(seed));
      ReleasePlan other = plan(shuffled, spec(models).with(REFINED)).plan();

      assertThat(levels(other)).isEqualTo(levels(plan));
      for (int layer = 0; layer < plan.layers(); layer++) {
        assertThat(other.classes(layer)).isEqualTo(plan.classes(layer));
      }
    }
  }

  private static List<List<Integer>> levels(ReleasePlan plan) {
    return plan.columns().stream().map(PlannedColumn::levels).toList();
  }

  /** Whoever knows how layers are made must not learn whose value is whose. */
  @Test
  void valuesSwappedWithinAShownClass_moveNobodyToAnotherLayer() {
    int swapped = 0;
    for (int seed = 0; seed < TABLES; seed++) {
      List<String> rows = rows(new Random(seed));
      ReleasePlan plan = plan(rows, spec(VALUES).with(REFINED)).plan();
      ShownClasses shown = shownClasses(rows, plan);
      for (List<Integer> members : parts(rows, shown)) {
        List<String> other = swapped(rows, members);
        ReleasePlan otherPlan = plan(other, spec(VALUES).with(REFINED)).plan();
        assertThat(layers(rows, shownClasses(other, plan))).isEqualTo(layers(rows, shown));
        if (levels(otherPlan).equals(levels(plan)) && !other.equals(rows)) {
          assertThat(layers(rows, shownClasses(other, otherPlan))).isEqualTo(layers(rows, shown));
          swapped++;
        }
      }
    }
    assertThat(swapped).isGreaterThan(TABLES / 4);
  }

  private static ShownClasses shownClasses(List<String> rows, ReleasePlan plan) {
    return protect(rows, plan, ProtectionOptions.FOR_RELEASE).shown().orElseThrow();
  }

  /** Returns the rows of each class of each later layer. */
  private static List<List<Integer>> parts(List<String> rows, ShownClasses shown) {
    Map<List<Integer>, List<Integer>> parts = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (shown.layerOfRow(row) > 0) {
        List<Integer> part = List.of(shown.layerOfRow(row), shown.classOfRow(row));
        parts.computeIfAbsent(part, unseen -> new ArrayList<>()).add(row);
      }
    }
    return List.copyOf(parts.values());
  }

  /** Returns the rows with the last cells of some of them passed on to the next one. */
  private static List<String> swapped(List<String> rows, List<Integer> members) {
    List<String> other = new ArrayList<>(rows);
    for (int i = 0; i < members.size(); i++) {
      String own = rows.get(members.get(i));
      String next = rows.get(members.get((i + 1) % members.size()));
      other.set(
          members.get(i),
          own.substring(0, own.lastIndexOf(',')) + next.substring(next.lastIndexOf(',')));
    }
    return other;
  }

  private static List<Integer> layers(List<String> rows, ShownClasses shown) {
    return IntStream.range(0, rows.size()).map(shown::layerOfRow).boxed().toList();
  }

  @Test
  void filter_mayAskForWhatSomeLayerCouldShow() {
    ReleasePlan plan = plan(ROWS, spec(SIZES).with(REFINED)).plan();
    ProtectedTable table = protect(ROWS, plan, ProtectionOptions.FOR_RELEASE).table();

    assertThat(table.check("sex", "F")).isEqualTo(FilterCheck.OK);
    assertThat(table.check("sex", "*")).isEqualTo(FilterCheck.OK);
    assertThat(table.check("age", "[80,90)")).isEqualTo(FilterCheck.OK);
    assertThat(table.check("age", "31")).isEqualTo(FilterCheck.NOT_DEFINED_AT_LEVEL);
    assertThat(table.rowsWhere("sex", "*")).hasSize(4);
  }

  @Test
  void columnThatOnlyALaterLayerGeneralises_isText() {
    ReleasePlan plan = plan(ROWS, spec(SIZES).with(REFINED)).plan();
    ReleasePlan plain = plan(ROWS, spec(SIZES)).plan();

    assertThat(sexOf(plain).isGeneralised()).isFalse();
    assertThat(sexOf(plan).isGeneralised()).isTrue();
    assertThat(sexOf(plan).type()).isEqualTo(ValueType.STRING);
  }

  private static ReleasedColumn sexOf(ReleasePlan plan) {
    return protect(ROWS, plan, ProtectionOptions.FOR_RELEASE).table().column("sex").orElseThrow();
  }

  @Test
  void report_measuresClassesAsTheyAreShown() {
    ReleaseSpec spec = spec(SIZES).with(REFINED);
    ReleasePlan plan = plan(ROWS, spec).plan();
    RiskReport report =
        RiskReport.ofRelease(
            table(ROWS),
            spec,
            plan,
            protect(ROWS, plan, ProtectionOptions.FOR_RELEASE),
            RiskOptions.DEFAULT);

    assertThat(report.subjects()).isEqualTo(20);
    assertThat(report.equivalenceClasses()).isEqualTo(3);
    assertThat(report.minClassSize()).isEqualTo(4);
    assertThat(report.suppressedRecords()).isEqualTo(1);
    assertThat(report.loss().orElseThrow().layers()).hasSize(2);
    assertThat(report.toJson().at("/loss/refinement/layers/1/released").asInt()).isEqualTo(4);
    RiskReport input = RiskReport.of(table(ROWS), spec, RiskOptions.DEFAULT);
    assertThat(RiskPage.of(RiskComparison.of(input).withPlan(report, plan.planId())))
        .contains("Layers: those whom one leaves out are planned again in the next")
        .contains("Level of the first layer");
  }

  @Test
  void planFile_ofSeveralLayersIsOfAVersionOfItsOwn() {
    ReleasePlan plan = plan(ROWS, spec(SIZES).with(REFINED)).plan();
    String json = plan.toJson();
    ReleasePlan again = ReleasePlan.fromJson(json);
    again.requireSealedWith(KEY);

    assertThat(json).contains("\"version\":4");
    assertThat(plan(ROWS, spec(SIZES)).plan().toJson()).contains("\"version\":3");
    assertThat(again.toJson()).isEqualTo(json);
    assertThat(again.classes(1)).isEqualTo(plan.classes(1));
    assertThat(ReleasePlan.fromStore(json, KEY)).isEqualTo(plan);
    assertThatThrownBy(() -> ReleasePlan.fromJson(json.replace("\"version\":4", "\"version\":3")))
        .isInstanceOf(PlanException.class);
    assertThatThrownBy(() -> ReleasePlan.fromJson(json.replace(",\"refinedLevels\":[1]", "")))
        .isInstanceOf(PlanException.class);
  }

  private static ReleaseSpec spec(String models) {
    String text =
        """
        subject: id
        attributes:
          age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
          sex: {role: quasi-identifier, hierarchy: {redact: {length: 1}}}
          arm: {role: sensitive}
        suppressionLimit: 0.7
        models: [MODELS]
        """;
    return SpecParser.parse(text.replace("MODELS", models), "spec.yaml", SpecFiles.none());
  }

  private static List<String> rows(Random random) {
    List<String> rows = new ArrayList<>();
    for (int id = 0; id < 40; id++) {
      int age = 20 + (int) (Math.abs(random.nextGaussian()) * 18);
      String arm = List.of("a", "a", "a", "b", "c").get(random.nextInt(5));
      rows.add(id + "," + age + "," + (random.nextInt(3) == 0 ? "M" : "F") + "," + arm);
    }
    return rows;
  }

  private static Table table(List<String> rows) {
    byte[] csv = ("id,age,sex,arm\n" + String.join("\n", rows)).getBytes(UTF_8);
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "table.csv");
  }

  private static PlanOutcome.Planned plan(List<String> rows, ReleaseSpec spec) {
    return (PlanOutcome.Planned)
        Planner.optimal().plan(table(rows), spec, PlanOptions.with(KEY).withThreads(1));
  }

  private static Protection protect(
      List<String> rows, ReleasePlan plan, ProtectionOptions options) {
    return Protector.protect(table(rows), plan, KEY, ORDER, Set.of(), options);
  }

  /** Returns what each row shows, in the order of the release. */
  private static List<String> shown(Protection protection) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < protection.table().rowCount(); row++) {
      int at = row;
      lines.add(
          String.join(
              " ",
              IntStream.range(0, 3)
                  .mapToObj(column -> String.valueOf(protection.table().value(at, column)))
                  .toList()));
    }
    return lines;
  }

  private static Map<String, String> shownBySubject(List<String> rows, ReleasePlan plan) {
    Protection protection = protect(rows, plan, ProtectionOptions.FOR_RELEASE);
    List<String> shown = shown(protection);
    Map<String, String> bySubject = new HashMap<>();
    for (int row = 0; row < shown.size(); row++) {
      bySubject.put(rows.get(protection.originRow(row)), shown.get(row));
    }
    return bySubject;
  }

  /** Returns the numbers of rows that show the same but for the sensitive value, rising. */
  private static List<Integer> sizes(Protection protection) {
    Map<String, Integer> sizes = new HashMap<>();
    for (String line : shown(protection)) {
      sizes.merge(line.substring(0, line.lastIndexOf(' ')), 1, Integer::sum);
    }
    return sizes.values().stream().sorted().toList();
  }
}
