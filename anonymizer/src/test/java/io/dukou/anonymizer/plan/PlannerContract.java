package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every planner promises beside the optimum: workers, deadlines, interruption, wide tables,
 * and a plan that can be applied.
 */
public abstract class PlannerContract {
  /** What plans are made with. */
  protected static final PlanOptions OPTIONS = PlanOptions.with(PlanCase.KEY);

  private static final Table PEOPLE = people(3_000, 8);
  private static final ReleaseSpec SPEC = spec(8, "suppressionLimit: 0.1");

  /** Returns the planner that makes the promise. */
  protected abstract Planner planner();

  /** Makes columns c0, c1, ... of small numbers. */
  private static Table people(int rows, int width) {
    Random random = new Random(9);
    List<String> lines = new ArrayList<>();
    lines.add(IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(",")));
    for (int row = 0; row < rows; row++) {
      lines.add(
          IntStream.range(0, width)
              .mapToObj(i -> String.valueOf(random.nextInt(4 + 9 * (i % 3))))
              .collect(Collectors.joining(",")));
    }
    return PlanCase.table(lines.toArray(new String[0]));
  }

  private static ReleaseSpec spec(int width, String rest) {
    String[] attributes = new String[width];
    for (int i = 0; i < width; i++) {
      attributes[i] =
          "c"
              + i
              + ": {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 3,"
              + " factors: [4, 2]}}}";
    }
    return PlanCase.spec(rest, attributes);
  }

  @Test
  void plan_isTheSame_whateverTheNumberOfWorkers() {
    String alone = planId(OPTIONS.withThreads(1));

    for (int threads = 2; threads <= 5; threads++) {
      assertThat(planId(OPTIONS.withThreads(threads))).isEqualTo(alone);
    }
  }

  private String planId(PlanOptions options) {
    return ((PlanOutcome.Planned) planner().plan(PEOPLE, SPEC, options)).plan().planId();
  }

  @Test
  void deadlineThatIsNotReached_changesNothingOrIsRefused() {
    PlanOptions patient = OPTIONS.withDeadline(Duration.ofDays(1));
    try {
      assertThat(planId(patient)).isEqualTo(planId(OPTIONS));
    } catch (PlanException e) {
      assertThat(e.error()).isEqualTo(PlanError.BEYOND_PLANNER);
      assertThat(e).hasMessageContaining("deadline");
    }
  }

  /** Plans the same people with other options. */
  protected PlanSummary summary(PlanOptions options) {
    return ((PlanOutcome.Planned) planner().plan(PEOPLE, SPEC, options)).summary();
  }

  @Test
  void listener_hearsSharesThatRise() {
    List<PlanProgress> heard = new ArrayList<>();
    AtomicLong clock = new AtomicLong();
    summary(
        OPTIONS
            .withThreads(1)
            .withListener(heard::add)
            .withClock(() -> clock.addAndGet(100_000_000)));

    assertThat(heard).isNotEmpty();
    assertThat(heard).extracting(PlanProgress::share).isSorted();
    assertThat(heard).allSatisfy(progress -> assertThat(progress.share()).isBetween(0.0, 1.0));
  }

  @Test
  void interruptedThread_stopsPlanning() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(PlanException.class)
          .isThrownBy(() -> planId(OPTIONS))
          .matches(failure -> failure.error() == PlanError.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void name_findsThePlannerAgain() {
    assertThat(Planner.named(planner().name()).orElseThrow()).hasSameClassAs(planner());
  }

  @Test
  void plan_isAppliedToTheTableItWasMadeFor() {
    PlanOutcome.Planned planned = (PlanOutcome.Planned) planner().plan(PEOPLE, SPEC, OPTIONS);
    OrderKey order = OrderKey.generate(new SecureRandom());
    Protection protection =
        Protector.protect(PEOPLE, planned.plan(), PlanCase.KEY, order, Set.of());

    assertThat(protection.counts().suppressed()).isEqualTo(planned.summary().suppressedRecords());
    assertThat(protection.counts().released())
        .isEqualTo(PEOPLE.rowCount() - planned.summary().suppressedRecords())
        .isPositive();
  }

  @Test
  void infeasible_namesTheModelThatCannotBeMet() {
    Table table = PlanCase.table("a,s", "1,x", "1,x", "2,y", "2,y");
    ReleaseSpec spec =
        PlanCase.spec(
            "models:\n  - {type: k-anonymity, k: 2}\n"
                + "  - {type: distinct-l-diversity, attribute: s, l: 3}\nsuppressionLimit: 0.1",
            "a: {role: quasi-identifier, hierarchy: {cuts: [1]}}",
            "s: {role: sensitive}");

    assertThat(planner().plan(table, spec, OPTIONS))
        .isInstanceOfSatisfying(
            PlanOutcome.Infeasible.class,
            outcome -> {
              assertThat(outcome.model()).isEqualTo("distinct-l-diversity");
              assertThat(outcome.transformations()).isEqualTo(3);
            });
  }

  @Test
  void tableAndSpecificationThatDoNotFit_areRefused() {
    Table table = PlanCase.table("a", "1");
    ReleaseSpec spec = PlanCase.spec("", "b: {role: quasi-identifier}");

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> planner().plan(table, spec, OPTIONS))
        .matches(failure -> failure.error() == PlanError.UNKNOWN_COLUMN);
  }
}
