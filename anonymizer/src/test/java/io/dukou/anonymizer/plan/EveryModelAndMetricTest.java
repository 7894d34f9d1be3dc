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

/** The planner beside a checker that evaluates whole lattices, for random models and metrics. */
final class EveryModelAndMetricTest {
  private static final int CASES = Integer.getInteger("dukou.cases", 20_000);
  private static final double TIE = 1e-12;
  private static final double EQUAL = 1e-9;
  private static final PlanOptions OPTIONS =
      PlanOptions.with(PlanKey.of(new byte[32])).withThreads(1);

  private static final Comparator<Definitions.Result> PREFERENCE =
      Comparator.comparingInt(Definitions.Result::sum)
          .thenComparing(Definitions.Result::levels, Arrays::compare);

  private final Set<String> models = new HashSet<>();
  private final Set<Object> metrics = new HashSet<>();

  @Test
  void optimum_isThatOfTheWholeLattice() {
    Random random = new Random(77);
    int feasible = 0;
    for (int i = 0; i < CASES; i++) {
      feasible += agrees(new AnyCase(random), i) ? 1 : 0;
    }
    assertThat(feasible).isBetween(CASES / 3, CASES - CASES / 50);
    assertThat(models).hasSize(10);
    assertThat(metrics).hasSize(7);
  }

  private boolean agrees(AnyCase small, int number) {
    List<Definitions.Result> lattice = new Definitions(small).all();
    PlanOutcome outcome = Planner.optimal().plan(small.table(), small.spec(), OPTIONS);
    Optional<Definitions.Result> best = best(lattice);
    if (best.isEmpty()) {
      assertThat(outcome).as("case %d", number).isInstanceOf(PlanOutcome.Infeasible.class);
      return false;
    }
    assertThat(outcome).as("case %d", number).isInstanceOf(PlanOutcome.Planned.class);
    assertSame(((PlanOutcome.Planned) outcome).summary(), best.get(), number);
    small.models.forEach(model -> models.add(model.type()));
    metrics.add(small.metric.type());
    return true;
  }

  private static Optional<Definitions.Result> best(List<Definitions.Result> lattice) {
    List<Definitions.Result> feasible =
        lattice.stream().filter(Definitions.Result::feasible).toList();
    Optional<double[]> least =
        feasible.stream().map(Definitions.Result::loss).min(EveryModelAndMetricTest::compare);
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

  private static double tolerance(double loss) {
    return EQUAL * Math.max(1, Math.abs(loss));
  }

  private static void assertSame(PlanSummary summary, Definitions.Result expected, int number) {
    assertThat(summary.levels())
        .as("case %d", number)
        .isEqualTo(Arrays.stream(expected.levels()).boxed().toList());
    assertThat(summary.ranks()).as("case %d", number).hasSize(expected.loss().length);
    for (int i = 0; i < expected.loss().length; i++) {
      double loss = summary.ranks().get(i);
      if (loss != expected.loss()[i]) {
        assertThat(loss)
            .as("case %d", number)
            .isCloseTo(expected.loss()[i], within(tolerance(loss)));
      }
    }
    assertThat(summary.suppressedRecords())
        .as("case %d", number)
        .isEqualTo(expected.suppressedRows());
    assertThat(summary.equivalenceClasses()).as("case %d", number).isEqualTo(expected.classes());
  }
}
