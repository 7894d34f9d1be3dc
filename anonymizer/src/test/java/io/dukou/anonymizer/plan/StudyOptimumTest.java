package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The joint planner beside a checker that evaluates whole lattices, for random studies. */
final class StudyOptimumTest {
  private static final int CASES = Integer.getInteger("dukou.cases", 10_000);
  private static final double TIE = 1e-12;
  private static final double EQUAL = 1e-9;
  private static final PlanOptions OPTIONS =
      PlanOptions.with(PlanKey.of(new byte[32])).withThreads(1);

  private static final Comparator<StudyDefinitions.Result> PREFERENCE =
      Comparator.comparingInt(StudyDefinitions.Result::sum)
          .thenComparing(StudyDefinitions.Result::levels, Arrays::compare);

  private final Set<String> models = new HashSet<>();
  private final Set<Object> metrics = new HashSet<>();

  @Test
  void optimum_isThatOfTheWholeProductLattice() {
    Random random = new Random(4);
    int feasible = 0;
    for (int i = 0; i < CASES; i++) {
      feasible += agrees(new StudyCase(random), i) ? 1 : 0;
    }
    assertThat(feasible).isBetween(CASES / 3, CASES - CASES / 50);
    assertThat(models).hasSize(8);
    assertThat(metrics).hasSize(7);
  }

  private boolean agrees(StudyCase small, int number) {
    List<StudyDefinitions.Result> lattice = new StudyDefinitions(small).all();
    StudyOutcome outcome = StudyPlanner.plan(small.spec(), small.sources(), OPTIONS);
    Optional<StudyDefinitions.Result> best = best(lattice);
    if (best.isEmpty()) {
      assertThat(outcome).as("case %d", number).isInstanceOf(StudyOutcome.Infeasible.class);
      return false;
    }
    assertThat(outcome).as("case %d", number).isInstanceOf(StudyOutcome.Planned.class);
    assertSame(((StudyOutcome.Planned) outcome).summary().whole(), best.get(), number);
    small.models.forEach(model -> models.add(model.type()));
    metrics.add(small.metric.type());
    return true;
  }

  private static Optional<StudyDefinitions.Result> best(List<StudyDefinitions.Result> lattice) {
    List<StudyDefinitions.Result> feasible =
        lattice.stream().filter(StudyDefinitions.Result::feasible).toList();
    Optional<double[]> least =
        feasible.stream().map(StudyDefinitions.Result::loss).min(StudyOptimumTest::compare);
    return feasible.stream()
        .filter(result -> compare(result.loss(), least.orElseThrow()) <= 0)
        .min(PREFERENCE);
  }

  /** Compares losses one after the other; close ones are equal. */
  private static int compare(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      boolean same =
          one[i] == other[i]
              || Math.abs(one[i] - other[i]) <= TIE * Math.max(1, Math.min(one[i], other[i]));
      if (!same) {
        return Double.compare(one[i], other[i]);
      }
    }
    return 0;
  }

  private static void assertSame(
      PlanSummary summary, StudyDefinitions.Result expected, int number) {
    assertThat(summary.levels())
        .as("case %d", number)
        .isEqualTo(Arrays.stream(expected.levels()).boxed().toList());
    assertThat(summary.ranks()).as("case %d", number).hasSize(expected.loss().length);
    for (int i = 0; i < expected.loss().length; i++) {
      double loss = summary.ranks().get(i);
      if (loss != expected.loss()[i]) {
        assertThat(loss)
            .as("case %d", number)
            .isCloseTo(expected.loss()[i], within(EQUAL * Math.max(1, Math.abs(loss))));
      }
    }
    assertThat(summary.suppressedRecords())
        .as("case %d", number)
        .isEqualTo(expected.suppressedRows());
    assertThat(summary.equivalenceClasses()).as("case %d", number).isEqualTo(expected.classes());
  }
}
