package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The planner beside a checker that evaluates the whole lattice from the definitions. */
final class OptimalPlannerTest {
  private static final int CASES = 3_000;
  private static final double EQUAL = 1e-11;
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanKey.of(new byte[32]));

  private static final Comparator<BruteForce.Result> PREFERENCE =
      Comparator.comparingInt(BruteForce.Result::sum)
          .thenComparing(BruteForce.Result::levels, Arrays::compare);

  @Test
  void optimum_isThatOfTheWholeLattice_forRandomTables() {
    Random random = new Random(1_001);
    int feasible = 0;
    int withSubjects = 0;
    for (int i = 0; i < CASES; i++) {
      SmallCase small = SmallCase.random(random);
      List<BruteForce.Result> lattice = new BruteForce(small).all();
      PlanOutcome outcome = Planner.optimal().plan(small.table(), small.spec(), OPTIONS);
      Optional<BruteForce.Result> best = best(lattice);
      if (best.isPresent()) {
        feasible++;
        withSubjects += small.subjects() == null ? 0 : 1;
        assertSame((PlanOutcome.Planned) outcome, best.get(), i);
      } else {
        assertThat(outcome)
            .as("case %d", i)
            .isInstanceOfSatisfying(
                PlanOutcome.Infeasible.class,
                found -> assertThat(found.model()).isEqualTo("k-anonymity"));
      }
    }
    assertThat(feasible).isBetween(CASES / 3, CASES - CASES / 50);
    assertThat(withSubjects).isGreaterThan(CASES / 5);
  }

  private static Optional<BruteForce.Result> best(List<BruteForce.Result> lattice) {
    List<BruteForce.Result> feasible =
        lattice.stream().filter(BruteForce.Result::feasible).toList();
    double least = feasible.stream().mapToDouble(BruteForce.Result::loss).min().orElse(0);
    return feasible.stream().filter(result -> result.loss() <= least + EQUAL).min(PREFERENCE);
  }

  private static void assertSame(
      PlanOutcome.Planned planned, BruteForce.Result expected, int number) {
    PlanSummary summary = planned.summary();
    assertThat(summary.loss()).as("case %d", number).isCloseTo(expected.loss(), within(EQUAL));
    assertThat(summary.levels())
        .as("case %d", number)
        .isEqualTo(Arrays.stream(expected.levels()).boxed().toList());
    assertThat(summary.suppressedRecords())
        .as("case %d", number)
        .isEqualTo(expected.suppressedRows());
    assertThat(summary.equivalenceClasses()).as("case %d", number).isEqualTo(expected.classes());
  }
}
