package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyOutcome;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.plan.StudyPlanner;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.release.StudyProtector;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The risk of several tables of one study, joined. */
final class StudyRiskTest {
  private static final StudySpec SPEC =
      spec("events: {attributes: {term: {role: quasi-identifier}}}");

  private static StudySpec spec(String events) {
    String text =
        """
        subject: id
        key: KEY
        tables:
          people:
            attributes:
              name: {role: direct-identifier}
              age: {role: quasi-identifier}
        """;
    return (StudySpec)
        SpecParser.parseAny(
            text + "  " + events + "\nmodels: [{type: k-anonymity, k: 2}]\n",
            "study.yaml",
            SpecFiles.none());
  }

  private static Table table(String... lines) {
    byte[] csv = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "table.csv");
  }

  private static RiskReport report(StudySpec spec, Table people, Table events) {
    return RiskReport.of(spec, Map.of("people", people, "events", events), RiskOptions.DEFAULT);
  }

  @Test
  void subjects_areToldApartByAllTheirRowsInAllTables() {
    RiskReport report =
        report(
            SPEC,
            table("id,age", "a,30", "b,30", "c,30", "d,30"),
            table("id,term", "a,x", "a,y", "b,y", "b,x", "c,x", "e,x"));

    assertThat(report.subjects()).isEqualTo(5);
    assertThat(report.equivalenceClasses()).isEqualTo(4);
    assertThat(report.minClassSize()).isEqualTo(1);
    assertThat(report.records()).isEqualTo(10);
  }

  @Test
  void releasedTables_areJoinedByTheKey() {
    RiskReport report =
        report(
            SPEC,
            table("KEY,age", "p,30", "q,30", "r,31", "s,31"),
            table("KEY,term", "p,x", "q,x"));

    assertThat(report.equivalenceClasses()).isEqualTo(2);
    assertThat(report.minClassSize()).isEqualTo(2);
    assertThat(report.toJson().get("unit").asText()).isEqualTo("subject");
    assertThat(report.toJson().get("warnings")).isEmpty();
  }

  @Test
  void tablesThatCannotBeJoined_areCountedByRow_andAWarningSaysSo() {
    RiskReport report =
        report(SPEC, table("age", "30", "30"), table("id,term", "a,30", "b,30", "c,30"));

    assertThat(report.subjects()).isEqualTo(5);
    assertThat(report.equivalenceClasses()).isEqualTo(2);
    assertThat(report.toJson().get("unit").asText()).isEqualTo("row");
    assertThat(report.toJson().get("warnings").toString()).contains("each row counts");
  }

  @Test
  void directIdentifiers_areNamedWithTheirTable() {
    RiskReport report =
        report(SPEC, table("id,name,age", "a,Wang,30", "b,Li,30"), table("id,term", "a,x"));

    assertThat(report.gbt42460Level()).isEqualTo(1);
    assertThat(report.toJson().get("warnings").toString()).contains("people.name");
  }

  @Test
  void countedTable_isCountedUnlessItIsAlready() {
    StudySpec counted = spec("events: {counts: n, attributes: {n: {role: quasi-identifier}}}");
    Table people = table("id,age", "a,30", "b,30", "c,30");

    RiskReport raw = report(counted, people, table("id,term", "a,x", "b,y"));
    RiskReport released =
        report(counted, table("KEY,age", "p,30", "q,30"), table("KEY,n", "p,1", "q,1"));

    assertThat(raw.equivalenceClasses()).isEqualTo(2);
    assertThat(raw.minClassSize()).isEqualTo(1);
    assertThat(released.minClassSize()).isEqualTo(2);
  }

  @Test
  void wrongTables_areRefused() {
    Table people = table("id,age", "a,30");
    Map<String, Table> missing = Map.of("people", people);
    Table nobody = table("id,term", ",x");

    assertThat(
            catchThrowableOfType(
                    PlanException.class, () -> RiskReport.of(SPEC, missing, RiskOptions.DEFAULT))
                .error())
        .isEqualTo(PlanError.UNKNOWN_TABLE);
    assertThat(
            catchThrowableOfType(PlanException.class, () -> report(SPEC, people, people)).error())
        .isEqualTo(PlanError.UNKNOWN_COLUMN);
    assertThat(
            catchThrowableOfType(PlanException.class, () -> report(SPEC, people, nobody)).error())
        .isEqualTo(PlanError.MISSING_SUBJECT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void studyOfOneTable_isMeasuredLikeTheTable(long seed) {
    String attributes =
        """
        attributes:
          id: {role: direct-identifier}
          age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2]}}}
          sex: {role: quasi-identifier, weight: 0.5}
          dx: {role: sensitive}
        """;
    String models = "models: [{type: k-anonymity, k: 3}]\nsuppressionLimit: 0.9\n";
    ReleaseSpec one =
        SpecParser.parse("subject: id\n" + attributes + models, "one", SpecFiles.none());
    StudySpec study =
        (StudySpec)
            SpecParser.parseAny(
                "subject: id\ntables:\n  visits:\n" + attributes.indent(4) + models,
                "study",
                SpecFiles.none());
    Table visits = table(visits(new Random(seed)));
    PlanKey key = PlanKey.generate(new SecureRandom());
    ReleasePlan plan =
        ((PlanOutcome.Planned) Planner.optimal().plan(visits, one, PlanOptions.with(key))).plan();
    OrderKey order = OrderKey.of(new byte[OrderKey.BYTES]);
    RiskReport expected =
        RiskReport.ofRelease(
            visits,
            one,
            plan,
            Protector.protect(visits, plan, key, order, Set.of()),
            RiskOptions.DEFAULT);

    RiskReport joined = released(study, Map.of("visits", visits));

    assertThat(text(joined)).isEqualTo(text(expected));
    assertThat(joined.loss().orElseThrow().total()).isCloseTo(plan.loss(), within(1e-9));
    assertThat(text(RiskReport.of(study, Map.of("visits", visits), RiskOptions.DEFAULT)))
        .isEqualTo(text(RiskReport.of(visits, one, RiskOptions.DEFAULT)));
  }

  @Test
  void plan_isMeasuredByJointClasses_withTheModelsItMeets() {
    StudySpec study =
        (StudySpec)
            SpecParser.parseAny(
                """
                subject: id
                key: KEY
                tables:
                  people:
                    attributes:
                      age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
                  events:
                    attributes:
                      term: {role: quasi-identifier}
                      grade: {role: sensitive}
                models:
                  - {type: k-anonymity, k: 2}
                  - {type: distinct-l-diversity, attribute: grade, l: 2}
                suppressionLimit: 0.5
                """,
                "study.yaml",
                SpecFiles.none());
    Map<String, Table> tables =
        Map.of(
            "people", table("id,age", "a,31", "b,33", "c,35", "d,36", "e,71", "f,72"),
            "events", table("id,term,grade", "a,x,1", "b,x,2", "c,x,1", "d,x,1", "e,y,3", "f,y,3"));

    RiskReport report = released(study, tables);

    assertThat(report.minClassSize()).isEqualTo(4);
    assertThat(report.suppressedRecords()).isEqualTo(4);
    assertThat(report.sensitive()).hasSize(1);
    assertThat(report.sensitive().get(0).attribute()).isEqualTo("events.grade");
    assertThat(report.sensitive().get(0).distinctL()).isEqualTo(2);
    assertThat(report.quasiIdentifiers()).containsExactly("people.age", "events.term");
    assertThat(report.loss().orElseThrow().columns()).hasSize(2);
  }

  private static RiskReport released(StudySpec study, Map<String, Table> tables) {
    PlanKey key = PlanKey.generate(new SecureRandom());
    Map<String, TableSource> sources = new HashMap<>();
    tables.forEach((name, table) -> sources.put(name, new TableSource(name, table)));
    StudyPlan plan =
        ((StudyOutcome.Planned) StudyPlanner.plan(study, sources, PlanOptions.with(key))).plan();
    SecureRandom random = new SecureRandom();
    StudyProtection protection =
        StudyProtector.protect(
            tables,
            plan,
            key,
            SubjectKeys.none().with(StudyProtector.subjects(tables, plan), random),
            () -> OrderKey.generate(random),
            Set.of(),
            ProtectionOptions.FOR_RELEASE);
    return RiskReport.ofRelease(study, tables, plan, protection, RiskOptions.DEFAULT);
  }

  /** Returns the report with the names of columns as a table of its own has them. */
  private static String text(RiskReport report) {
    return report.toJson().toString().replace("visits.", "");
  }

  private static String[] visits(Random random) {
    List<String> lines = new ArrayList<>(List.of("id,age,sex,dx"));
    for (int row = 0; row < 60; row++) {
      lines.add(
          "p%d,%d,%s,d%d"
              .formatted(
                  random.nextInt(40),
                  random.nextInt(40),
                  random.nextBoolean() ? "F" : "M",
                  random.nextInt(4)));
    }
    return lines.toArray(new String[0]);
  }
}
