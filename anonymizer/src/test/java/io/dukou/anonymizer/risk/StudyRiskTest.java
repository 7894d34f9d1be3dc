package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
