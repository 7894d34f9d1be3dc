package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.spec.ModelSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A planner beside a checker that evaluates whole lattices, for random tables, models and metrics.
 *
 * <p>What the planner says it cannot express is counted and left out.
 */
public abstract class LatticeContract {
  private static final double TIE = 1e-12;
  private static final double EQUAL = 1e-9;
  private static final PlanOptions OPTIONS =
      PlanOptions.with(PlanKey.of(new byte[32])).withThreads(1);

  private static final Comparator<Definitions.Result> PREFERENCE =
      Comparator.comparingInt(Definitions.Result::sum)
          .thenComparing(Definitions.Result::levels, Arrays::compare);

  private final Set<String> models = new TreeSet<>();
  private final Set<String> metrics = new TreeSet<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int feasible;
  private int infeasible;

  /** Returns the planner that is checked. */
  protected abstract Planner planner();

  /** Returns the number of random cases of each seed. */
  protected abstract int cases();

  /**
   * Returns the seeds of the cases, each a sequence of its own; a parallel stream runs in parallel.
   */
  protected IntStream seeds() {
    return IntStream.of(77);
  }

  /** Returns whether the population of a k-map has all rows of the table; by default not. */
  protected boolean populationsHoldTheTable() {
    return false;
  }

  /**
   * Checks that a plan is the best one; by default that its levels are those that win every tie.
   */
  protected void check(PlanSummary summary, Best best) {
    assertThat(summary.levels()).isEqualTo(best.levels());
    assertThat(summary.suppressedRecords()).isEqualTo(best.suppressedRows());
    assertThat(summary.equivalenceClasses()).isEqualTo(best.classes());
    checkLoss(summary, best);
  }

  /** Checks that a plan loses as little as the best one. */
  protected static void checkLoss(PlanSummary summary, Best best) {
    assertThat(summary.ranks()).hasSameSizeAs(best.loss());
    for (int i = 0; i < best.loss().size(); i++) {
      double loss = summary.ranks().get(i);
      double expected = best.loss().get(i);
      if (loss != expected) {
        assertThat(loss).isCloseTo(expected, within(EQUAL * Math.max(1, Math.abs(loss))));
      }
    }
  }

  /** Returns the types of the models that some feasible case asked for, in order. */
  protected final Set<String> models() {
    return models;
  }

  /** Returns the metrics that some feasible case asked for, in order. */
  protected final Set<String> metrics() {
    return metrics;
  }

  /** Returns why cases were refused, and how many. */
  protected final Map<String, Integer> refusals() {
    return refusals;
  }

  @Test
  void optimum_isThatOfTheWholeLattice() {
    seeds().forEach(this::checkCases);

    System.out.printf("%,d random tables agree with brute force%n", feasible + infeasible);
    assertThat(feasible).isGreaterThan(infeasible / 2);
    assertThat(infeasible).isGreaterThan(feasible / 50);
    checkCoverage();
  }

  private void checkCases(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < cases(); i++) {
      AnyCase small = new AnyCase(random, populationsHoldTheTable());
      String name = "seed " + seed + ", case " + i;
      try {
        check(small);
      } catch (PlanException e) {
        assertThat(e.error()).as(name).isEqualTo(PlanError.BEYOND_PLANNER);
        refused(String.valueOf(e.getMessage()));
      } catch (AssertionError e) {
        throw new AssertionError(name + ": " + small.models + " " + small.metric, e);
      }
    }
  }

  /** Checks, after all cases, that they asked for everything they should have asked for. */
  protected void checkCoverage() {
    assertThat(models()).hasSize(10);
    assertThat(metrics()).hasSize(7);
    assertThat(refusals()).isEmpty();
  }

  /** Fails: the planner found no plan where there is one. */
  protected void missed(Best best) {
    fail("no plan was found, though levels " + best.levels() + " meet the models");
  }

  private void check(AnyCase small) {
    PlanOutcome outcome = planner().plan(small.table(), small.spec(), OPTIONS);
    Optional<Definitions.Result> found = best(new Definitions(small).all());
    if (found.isEmpty()) {
      assertThat(outcome).isInstanceOf(PlanOutcome.Infeasible.class);
      countInfeasible();
      return;
    }
    Best best = new Best(found.get(), small);
    if (outcome instanceof PlanOutcome.Planned planned) {
      check(planned.summary(), best);
    } else {
      missed(best);
    }
    countFeasible(small);
  }

  private synchronized void refused(String why) {
    refusals.merge(why, 1, Integer::sum);
  }

  private synchronized void countInfeasible() {
    infeasible++;
  }

  private synchronized void countFeasible(AnyCase small) {
    feasible++;
    small.models.forEach(model -> models.add(model.type()));
    metrics.add(small.metric.type().word());
  }

  /** Returns the result that wins, if one is feasible. */
  static Optional<Definitions.Result> best(List<Definitions.Result> lattice) {
    List<Definitions.Result> feasible =
        lattice.stream().filter(Definitions.Result::feasible).toList();
    Optional<double[]> least =
        feasible.stream().map(Definitions.Result::loss).min(LatticeContract::compare);
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

  /**
   * The best combination of a lattice.
   *
   * @param levels its levels, those that win every tie
   * @param loss its loss; more than one number where losses are compared one after the other
   * @param suppressedRows rows suppressed there
   * @param classes classes released there
   * @param asked models of the case
   */
  protected record Best(
      List<Integer> levels,
      List<Double> loss,
      int suppressedRows,
      int classes,
      List<ModelSpec> asked) {
    private Best(Definitions.Result result, AnyCase small) {
      this(
          Arrays.stream(result.levels()).boxed().toList(),
          Arrays.stream(result.loss()).boxed().toList(),
          result.suppressedRows(),
          result.classes(),
          small.models);
    }
  }
}
