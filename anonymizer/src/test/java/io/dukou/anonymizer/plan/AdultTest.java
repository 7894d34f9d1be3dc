package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.spec.RefinementSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published optima of the Adult data: 5-anonymity, Loss with the geometric mean. */
final class AdultTest {
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanKey.of(new byte[32]));

  @ParameterizedTest
  @CsvSource({
    "0,    '0,4,1,1,3,2,2,1,0', 0.5731509655590044,  0",
    "0.02, '0,3,0,2,2,1,1,2,0', 0.3137130352819242,  506",
    "0.05, '0,3,0,0,2,1,1,2,0', 0.2419323650662908,  1346",
    "1,    '0,3,0,0,2,1,1,1,0', 0.22041192847984292, 2553",
  })
  void optimum_isThePublishedOne(double limit, String levels, double loss, int suppressed) {
    PlanSummary summary = plan(SharedData.adult(), limit).summary();

    assertThat(summary.levels())
        .isEqualTo(Arrays.stream(levels.split(",")).map(Integer::valueOf).toList());
    assertThat(summary.loss()).isCloseTo(loss, within(loss * 1e-9));
    assertThat(summary.suppressedRecords()).isEqualTo(suppressed);
    assertThat(summary.transformations()).isEqualTo(12_960);
    assertThat(summary.records()).isEqualTo(30_162);
    assertThat(summary.subjects()).isEqualTo(30_162);
  }

  @Test
  void release_atFivePercent_hasThePublishedClassesAndRisk() {
    PlanSummary summary = plan(SharedData.adult(), 0.05).summary();

    assertThat(summary.equivalenceClasses()).isEqualTo(397);
    assertThat(summary.minClassSize()).isEqualTo(5);
    assertThat(summary.prosecutorMax()).isEqualTo(0.2);
    assertThat(summary.prosecutorAverage()).isCloseTo(0.01378, within(5e-6));
    assertThat(summary.warnings()).isEmpty();
  }

  @Test
  void refinement_releasesAllButOneInFourLayers_forAnyNumberOfWorkers() {
    ReleaseSpec spec = SharedData.adultSpec(5, 0.05).with(new RefinementSpec(20, 0));
    PlanOutcome.Planned planned = refined(spec, 1);
    DomainLoss layers = planned.summary().refinement().orElseThrow();

    assertThat(planned.plan().layers()).isEqualTo(4);
    assertThat(planned.plan().suppressedRecords()).isEqualTo(1);
    assertThat(planned.summary().minClassSize()).isEqualTo(5);
    assertThat(planned.plan().classes(0))
        .isEqualTo(plan(SharedData.adult(), 0.05).plan().classes());
    assertThat(layers.total()).isCloseTo(0.2177, within(5e-5));
    assertThat(layers.gained()).isCloseTo(0.02426, within(5e-6));
    assertThat(refined(spec, 4).plan()).isEqualTo(planned.plan());
  }

  @Test
  void refinementThatMustReleaseAShare_leavesNobody() {
    ReleaseSpec spec = SharedData.adultSpec(5, 0.05).with(new RefinementSpec(20, 0.01));

    assertThat(refined(spec, 2).plan().suppressedRecords()).isZero();
    assertThat(refined(spec, 2).plan().layers()).isEqualTo(3);
  }

  private static PlanOutcome.Planned refined(ReleaseSpec spec, int threads) {
    return (PlanOutcome.Planned)
        Planner.optimal().plan(SharedData.adult(), spec, OPTIONS.withThreads(threads));
  }

  @Test
  void search_countsFewCombinations() {
    PlanSummary summary = plan(SharedData.adult(), 0.05).summary();

    assertThat(summary.checked()).isLessThan(1_217);
  }

  @Test
  void plan_countsItsClassesAndFindsThemAgain() {
    Table adult = SharedData.adult();
    ReleasePlan plan = plan(adult, 0.05).plan();
    EquivalenceClasses classes = EquivalenceClasses.of(adult, plan);
    ClassHash[] hashes = classes.hashes(OPTIONS.key());
    int released = 0;
    for (int i = 0; i < hashes.length; i++) {
      assertThat(plan.released(hashes[i])).isEqualTo(classes.subjectsOf(i) >= 5);
      released += plan.classes().getOrDefault(hashes[i], 0);
    }
    assertThat(released).isEqualTo(30_162 - 1_346);
  }

  @Test
  void everyRowTwice_withItsSubject_isPlannedAsEveryRowOnce() {
    Table adult = SharedData.adult();
    Table twice = withSubject(adult);
    PlanOutcome.Planned planned =
        (PlanOutcome.Planned) Planner.optimal().plan(twice, withSubject(0.05), OPTIONS);

    assertThat(planned.summary().levels()).isEqualTo(List.of(0, 3, 0, 0, 2, 1, 1, 2, 0));
    assertThat(planned.summary().loss()).isCloseTo(0.2419323650662908, within(1e-15));
    assertThat(planned.summary().suppressedRecords()).isEqualTo(2 * 1_346);
    assertThat(planned.summary().subjects()).isEqualTo(30_162);
    assertThat(planned.summary().equivalenceClasses()).isEqualTo(397);
  }

  private static PlanOutcome.Planned plan(Table table, double limit) {
    return (PlanOutcome.Planned)
        Planner.optimal().plan(table, SharedData.adultSpec(5, limit), OPTIONS);
  }

  private static ReleaseSpec withSubject(double limit) {
    ReleaseSpec spec = SharedData.adultSpec(5, limit);
    return new ReleaseSpec(
        spec.csv(),
        "id",
        spec.attributes(),
        spec.others(),
        spec.models(),
        spec.suppressionLimit(),
        spec.metric());
  }

  private static Table withSubject(Table table) {
    List<String> names = new ArrayList<>(table.names());
    names.add("id");
    TableBuilder builder = Table.builder(names);
    for (int row = 0; row < 2 * table.rowCount(); row++) {
      int person = row % table.rowCount();
      for (int column = 0; column < table.columns().size(); column++) {
        builder.add(column, table.value(person, column));
      }
      builder.add(names.size() - 1, "P" + person);
      builder.endRow();
    }
    return builder.build();
  }
}
