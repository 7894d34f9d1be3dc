package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.plan.DomainLoss.ColumnLoss;
import io.dukou.anonymizer.plan.PlanKey;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class RiskComparisonTest {
  @Test
  void plan_isMeasuredByItsSubjects() {
    RiskReport plan = Visits.comparison().report(RiskComparison.Kind.PLAN).orElseThrow();

    assertThat(plan.isBySubject()).isTrue();
    assertThat(plan.records()).isEqualTo(7);
    assertThat(plan.subjects()).isEqualTo(4);
    assertThat(plan.minClassSize()).isEqualTo(2);
    assertThat(plan.suppressedRecords()).isEqualTo(1);
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void input_isMeasuredAsItStands() {
    RiskReport input = Visits.comparison().input();

    assertThat(input.minClassSize()).isEqualTo(1);
    assertThat(input.suppressedRecords()).isZero();
    assertThat(input.loss()).isEmpty();
    assertThat(input.gbt42460Level()).isEqualTo(1);
  }

  @Test
  void loss_isThatOfThePlanWithSuppressedRowsLostWhole() {
    RiskComparison comparison = Visits.comparison();
    RiskReport plan = comparison.report(RiskComparison.Kind.PLAN).orElseThrow();

    assertThat(plan.loss().orElseThrow().total())
        .isCloseTo(Visits.plan(PlanKey.generate(new SecureRandom())).loss(), within(1e-9));
    assertThat(plan.loss().orElseThrow().columns()).map(ColumnLoss::column).containsExactly("age");
  }

  @Test
  void sensitiveAttributes_areComparedWithTheWholeTable() {
    RiskReport plan = Visits.comparison().report(RiskComparison.Kind.PLAN).orElseThrow();

    // x is held by 3 of 5 subjects, y by 2; one class has x twice, the other both once.
    assertThat(plan.sensitive()).hasSize(1);
    assertThat(plan.sensitive().get(0).distinctL()).isEqualTo(1);
    assertThat(plan.sensitive().get(0).equalT()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void releasedFile_isMeasuredByItsRows() {
    RiskReport released = Visits.comparison().last();

    assertThat(released.isBySubject()).isFalse();
    assertThat(released.subjects()).isEqualTo(6);
    assertThat(released.warnings()).hasSize(1);
  }

  @Test
  void json_keepsTheInputOnTopAndAddsTheStages() {
    JsonNode json = Visits.comparison().toJson();

    assertThat(json.get("minClassSize").asInt()).isEqualTo(1);
    assertThat(json.get("plan").get("minClassSize").asInt()).isEqualTo(2);
    assertThat(json.get("plan").get("planId").asText()).startsWith("sha256:");
    assertThat(json.get("plan").get("loss").get("columns").get(0).get("level").asInt())
        .isEqualTo(1);
    assertThat(json.get("released").get("unit").asText()).isEqualTo("row");
  }

  @Test
  void population_isTheSameAtEveryStage() {
    RiskComparison comparison = Visits.comparison();

    for (RiskComparison.Stage stage : comparison.stages()) {
      assertThat(stage.report().uniqueness().orElseThrow().population()).isEqualTo(500);
    }
    JsonNode json = comparison.toJson().get("populationUniqueness");
    assertThat(json.get("zayatz").isNumber()).isTrue();
    assertThat(json.get("snb").isNull()).isTrue();
    assertThat(json.get("dankar").get("estimator").asText()).isEqualTo("zayatz");
  }

  @Test
  void withoutPopulation_nothingIsSaidOfIt() {
    RiskReport report = RiskReport.of(Visits.table(), Visits.spec(), RiskOptions.DEFAULT);

    assertThat(report.toJson().has("populationUniqueness")).isFalse();
  }
}
