package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.anonymizer.hierarchy.CutHierarchy;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import org.junit.jupiter.api.Test;

final class PlannedColumnTest {
  private static final Hierarchy HALVES =
      PlanCase.plan(
              PlanCase.table("a", "1", "1", "5", "5"),
              PlanCase.spec("", "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}"))
          .plan()
          .quasiIdentifiers()
          .get(0)
          .hierarchy();

  private static PlannedColumn column(Role role, MissingRule missing, int level) {
    return new PlannedColumn("a", role, ValueType.INTEGER, missing, HALVES, level);
  }

  @Test
  void level_isOneOfTheHierarchy() {
    assertThat(HALVES).isInstanceOf(CutHierarchy.class);
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 2).level()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, -1));
  }

  @Test
  void cells_areGeneralisedAboveLevel0_orIfMissingOnesMatchAnything() {
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 0).isGeneralised())
        .isFalse();
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 1).isGeneralised()).isTrue();
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.MATCHES_ANYTHING, 0).isGeneralised())
        .isTrue();
    assertThat(column(Role.SENSITIVE, MissingRule.MATCHES_ANYTHING, 0).isGeneralised()).isFalse();
  }

  @Test
  void form_isThatOfTheLevel() {
    PlannedColumn halves = column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 1);

    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 0).form("3")).isEqualTo("3");
    assertThat(halves.form("3")).isEqualTo(HALVES.generalise("3", 1));
    assertThat(halves.form("text")).isNull();
    assertThat(halves.form(null)).isNull();
  }

  @Test
  void missingCellThatMatchesAnything_hasTheRoot() {
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.MATCHES_ANYTHING, 1).form(null))
        .isEqualTo(Hierarchy.ROOT);
    assertThat(column(Role.QUASI_IDENTIFIER, MissingRule.OWN_CATEGORY, 2).form(null))
        .isEqualTo(HALVES.generaliseMissing(2));
    assertThat(column(Role.SENSITIVE, MissingRule.MATCHES_ANYTHING, 0).form(null)).isNull();
  }

  @Test
  void everyRole_isReleasedOrNot_asTheRoleSays() {
    assertThat(Role.values())
        .allMatch(
            role -> column(role, MissingRule.OWN_CATEGORY, 0).isReleased() == role.isReleased());
  }

  @Test
  void plan_isEqualToItselfReadAgain_andToNoOther() {
    ReleasePlan plan = plan("k: 2");
    ReleasePlan other = plan("k: 1");

    assertThat(ReleasePlan.fromJson(plan.toJson())).isEqualTo(plan).hasSameHashCodeAs(plan);
    assertThat(plan).isNotEqualTo(other).isNotEqualTo(plan.planId());
    assertThat(plan.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(plan).hasToString("ReleasePlan[" + plan.planId() + "]");
  }

  @Test
  void plan_hasItsColumnsByName_andHowTheTableWasWritten() {
    ReleasePlan plan = plan("k: 2");

    assertThat(plan.column("b").orElseThrow().name()).isEqualTo("b");
    assertThat(plan.column("c")).isEmpty();
    assertThat(plan.levelOf("a")).isPresent();
    assertThat(plan.levelOf("b")).isEmpty();
    assertThat(plan.csv().delimiter()).isEqualTo(';');
  }

  private static ReleasePlan plan(String model) {
    return PlanCase.plan(
            PlanCase.table("a,b", "1,x", "1,x", "5,y", "5,y"),
            PlanCase.spec(
                "csv: {delimiter: \";\"}\nmodels: [{type: k-anonymity, " + model + "}]",
                "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}",
                "b: {role: insensitive}"))
        .plan();
  }
}
