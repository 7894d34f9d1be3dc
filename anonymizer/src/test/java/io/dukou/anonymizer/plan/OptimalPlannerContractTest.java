package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of planners on the planner of this library, and what it promises beyond. */
final class OptimalPlannerContractTest extends PlannerContract {
  @Override
  protected Planner planner() {
    return Planner.optimal();
  }

  @Test
  void deadline_givesAPlanAndABoundThatTheOptimumKeeps() {
    PlanSummary optimum = summary(OPTIONS.withThreads(1));
    AtomicLong clock = new AtomicLong();
    PlanSummary early =
        summary(
            OPTIONS
                .withThreads(1)
                .withDeadline(Duration.ofNanos(400))
                .withClock(clock::incrementAndGet));

    assertThat(optimum.isOptimal()).isTrue();
    assertThat(optimum.gap()).isZero();
    assertThat(early.isOptimal()).isFalse();
    assertThat(early.lowerBound()).isLessThanOrEqualTo(optimum.loss());
    assertThat(early.loss()).isGreaterThanOrEqualTo(optimum.loss());
    assertThat(early.gap()).isBetween(0.0, 1.0);
    assertThat(early.toJson(Duration.ZERO).has("lowerBound")).isTrue();
  }

  @Test
  void deadlineThatIsNotReached_changesNothing() {
    PlanSummary patient = summary(OPTIONS.withDeadline(Duration.ofDays(1)));

    assertThat(patient.isOptimal()).isTrue();
    assertThat(patient.planId()).isEqualTo(summary(OPTIONS).planId());
  }

  @Test
  void tableWhoseKeysNeedTwoWords_isPlannedLikeItsFirstColumns() {
    int width = 16;
    List<String> lines = new ArrayList<>();
    lines.add(IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(",")));
    Random random = new Random(3);
    for (int row = 0; row < 400; row++) {
      String first = random.nextInt(40) + "," + random.nextInt(40);
      String rest = ("," + row % 20).repeat(width - 2);
      lines.add(first + rest);
    }
    Table wide = PlanCase.table(lines.toArray(new String[0]));
    String[] attributes = new String[width];
    for (int i = 0; i < width; i++) {
      attributes[i] =
          "c" + i + ": {role: quasi-identifier, hierarchy: {cuts: [" + (i < 2 ? 20 : 10) + "]}}";
    }
    ReleaseSpec spec = PlanCase.spec("suppressionLimit: 0.02", attributes);
    PlanSummary summary =
        ((PlanOutcome.Planned) Planner.optimal().plan(wide, spec, OPTIONS)).summary();

    assertThat(summary.transformations()).isGreaterThan(60_000);
    assertThat(summary.minClassSize()).isGreaterThanOrEqualTo(2);
    assertThat(summary.suppressedRecords()).isLessThanOrEqualTo(8);
    assertThat(summary.isOptimal()).isTrue();
  }
}
