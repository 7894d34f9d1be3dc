package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What a planner that searches in its own way is told, and how its levels are judged. */
final class PlanningTaskTest {
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanCase.KEY);
  private static final Table TABLE = PlanCase.table("a,p", "1,A", "2,B", "5,C", "6,D");
  private static final ReleaseSpec SPEC =
      PlanCase.spec(
          "suppressionLimit: 0",
          "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}",
          "p: {role: direct-identifier}");

  @Test
  void levelsOfTheOptimum_giveThePlanOfTheOptimum() {
    PlanOutcome.Planned optimum = PlanCase.plan(TABLE, SPEC);
    int[] levels = optimum.summary().levels().stream().mapToInt(Integer::intValue).toArray();
    PlanOutcome.Planned judged = PlanningTask.of(TABLE, SPEC, OPTIONS).planned(levels, 7);

    assertThat(judged.plan()).isEqualTo(optimum.plan());
    assertThat(judged.summary().checked()).isEqualTo(7);
    assertThat(judged.summary().isOptimal()).isTrue();
  }

  @Test
  void worseLevels_giveAPlanWithTheirLoss() {
    PlanSummary root = PlanningTask.of(TABLE, SPEC, OPTIONS).planned(new int[] {2}, 1).summary();

    assertThat(root.equivalenceClasses()).isEqualTo(1);
    assertThat(root.loss()).isEqualTo(1);
  }

  @Test
  void levelsThatDoNotMeetTheModels_areRefused() {
    PlanningTask task = PlanningTask.of(TABLE, SPEC, OPTIONS);

    assertThatIllegalArgumentException().isThrownBy(() -> task.planned(new int[] {0}, 1));
  }

  @Test
  void subjectsWithSeveralRows_areNotCountedByRow() {
    Table twice = PlanCase.table("a,p", "1,A", "2,A", "5,C", "6,D");
    ReleaseSpec spec = withSubject();

    assertThat(PlanningTask.of(TABLE, spec, OPTIONS).isByRow()).isTrue();
    assertThat(PlanningTask.of(twice, spec, OPTIONS).isByRow()).isFalse();
  }

  @Test
  void populations_comeAfterTheRowsToBeReleased() {
    Table others = PlanCase.table("a,p", "1,X", "9,Y", "2,Z");
    ModelSpec.KMap map = new ModelSpec.KMap(1, new TableSource("others.csv", others));
    List<ModelSpec> models = new ArrayList<>(SPEC.models());
    models.add(map);
    PlanningTask task = PlanningTask.of(TABLE, with(models), OPTIONS);

    assertThat(task.populationRows(map)).containsExactly(4, 5, 6);
    assertThat(task.populationRows(SPEC.models().get(0))).isEmpty();
    assertThat(task.columns().get(0).column().value(task.columns().get(0).column().code(5)))
        .isEqualTo("9");
  }

  @Test
  void task_saysWhatIsReleasedAndHowMuchMayBeSuppressed() {
    ReleaseSpec spec =
        PlanCase.spec(
            "suppressionLimit: 0.6\nmodels: [{type: distinct-l-diversity, attribute: p, l: 2}]",
            "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}",
            "p: {role: sensitive}");
    PlanningTask task = PlanningTask.of(TABLE, spec, OPTIONS);

    assertThat(task.table().rowCount()).isEqualTo(4);
    assertThat(task.quasiIdentifiers()).extracting(AttributeSpec::name).containsExactly("a");
    assertThat(task.sensitive("p").column().cardinality()).isEqualTo(4);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> task.sensitive("a"));
    assertThat(task.suppressionLimit()).isEqualTo(2);
    assertThat(task.transformations()).isEqualTo(3);
  }

  @Test
  void infeasible_namesTheModelThatFailsAlone_orAll() {
    List<ModelSpec> models = List.of(new ModelSpec.KAnonymity(2), new ModelSpec.AverageRisk(0.1));
    PlanningTask task = PlanningTask.of(TABLE, with(models), OPTIONS);

    assertThat(task.infeasible(3, model -> model instanceof ModelSpec.KAnonymity).model())
        .isEqualTo("average-risk");
    assertThat(task.infeasible(3, model -> true))
        .isEqualTo(new PlanOutcome.Infeasible("k-anonymity with average-risk", 3, 3));
  }

  private static ReleaseSpec with(List<ModelSpec> models) {
    return new ReleaseSpec(
        SPEC.csv(), null, SPEC.attributes(), SPEC.others(), models, 0, SPEC.metric());
  }

  private static ReleaseSpec withSubject() {
    return new ReleaseSpec(
        SPEC.csv(), "p", SPEC.attributes(), SPEC.others(), SPEC.models(), 0, SPEC.metric());
  }
}
