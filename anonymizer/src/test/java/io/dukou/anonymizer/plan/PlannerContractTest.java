package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

/** What a planner promises beside the optimum: workers, deadlines, interruption, wide tables. */
final class PlannerContractTest {
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanCase.KEY);
  private static final Table PEOPLE = people(3_000, 8);
  private static final ReleaseSpec SPEC = spec(8, "suppressionLimit: 0.1");

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

  private static String planId(PlanOptions options) {
    return ((PlanOutcome.Planned) Planner.optimal().plan(PEOPLE, SPEC, options)).plan().planId();
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

  private static PlanSummary summary(PlanOptions options) {
    return ((PlanOutcome.Planned) Planner.optimal().plan(PEOPLE, SPEC, options)).summary();
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
