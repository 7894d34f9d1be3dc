package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches of several workers, and searches that end before they are done. */
final class SearchEndsTest {
  private static final int WIDTH = 5;
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanCase.KEY).withThreads(1);
  private static final ReleaseSpec SPEC = spec();

  /** So many tuples that several workers are worth it. */
  private static final Table PEOPLE = people(1_100);

  private static Table people(int rows) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    lines.add(IntStream.range(0, WIDTH).mapToObj(i -> "c" + i).collect(Collectors.joining(",")));
    for (int row = 0; row < rows; row++) {
      lines.add(
          IntStream.range(0, WIDTH)
              .mapToObj(i -> String.valueOf(random.nextInt(16)))
              .collect(Collectors.joining(",")));
    }
    return PlanCase.table(lines.toArray(new String[0]));
  }

  private static ReleaseSpec spec() {
    String[] attributes = new String[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      attributes[i] =
          "c"
              + i
              + ": {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 4,"
              + " factors: [2]}}}";
    }
    return PlanCase.spec("suppressionLimit: 0.3\nmodels: [{type: k-anonymity, k: 3}]", attributes);
  }

  private static PlanSummary summary(PlanOptions options) {
    return ((PlanOutcome.Planned) Planner.optimal().plan(PEOPLE, SPEC, options)).summary();
  }

  /**
   * A clock that holds up whoever reads it until so many threads have: no worker can do everything
   * before the others begin. Before the workers begin nobody waits.
   */
  private static final class Meeting implements LongSupplier {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock = new AtomicLong();
    private final int expected;

    Meeting(int expected) {
      this.expected = expected;
    }

    @Override
    public long getAsLong() {
      seen.add(Thread.currentThread().getName());
      if (hasWorkers()) {
        waitForOthers();
      }
      return clock.incrementAndGet();
    }

    private synchronized void waitForOthers() {
      notifyAll();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (seen.size() < expected && System.nanoTime() < end) {
        try {
          wait(PATIENCE.toMillis());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    private static boolean hasWorkers() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().startsWith("dukou-plan-"));
    }
  }

  private static PlanOptions meeting(int threads, LongSupplier clock) {
    return OPTIONS.withThreads(threads).withDeadline(Duration.ofDays(1)).withClock(clock);
  }

  @Test
  void workers_shareTheWorkAndFindTheSame() {
    PlanSummary alone = summary(OPTIONS);
    Meeting meeting = new Meeting(3);

    PlanSummary shared = summary(meeting(3, meeting));

    assertThat(shared.planId()).isEqualTo(alone.planId());
    assertThat(shared.isOptimal()).isTrue();
    assertThat(meeting.seen)
        .containsExactlyInAnyOrder(
            Thread.currentThread().getName(), "dukou-plan-1", "dukou-plan-2");
  }

  @Test
  void smallTable_isLeftToOneWorker() {
    Meeting meeting = new Meeting(1);

    Planner.optimal().plan(people(60), SPEC, meeting(3, meeting));

    assertThat(meeting.seen).hasSize(1);
  }

  @Test
  void failureOfAWorker_isTheCallersFailure() {
    Meeting meeting = new Meeting(2);
    LongSupplier failing =
        () -> {
          long now = meeting.getAsLong();
          if (Thread.currentThread().getName().equals("dukou-plan-1")) {
            throw new AssertionError("no clock here");
          }
          return now;
        };

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> summary(meeting(2, failing)))
        .withMessage("no clock here");
  }

  /** The caller has done its share and waits for the worker, which then interrupts it. */
  @Test
  void callerInterruptedWhileItWaitsForWorkers_stopsThem() {
    Thread caller = Thread.currentThread();
    Meeting meeting = new Meeting(2);
    AtomicBoolean isDone = new AtomicBoolean();
    LongSupplier interrupting =
        () -> {
          long now = meeting.getAsLong();
          if (Thread.currentThread() != caller && isDone.compareAndSet(false, true)) {
            await(() -> caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            await(() -> !caller.isInterrupted());
          }
          return now;
        };

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> summary(meeting(2, interrupting)))
        .matches(failure -> failure.error() == PlanError.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void runtimeFailure_isTheCallersFailure() {
    AtomicLong clock = new AtomicLong();
    PlanOptions failing =
        OPTIONS
            .withDeadline(Duration.ofDays(1))
            .withClock(
                () -> {
                  if (clock.incrementAndGet() > 40) {
                    throw new UnsupportedOperationException("no clock any more");
                  }
                  return clock.get();
                });

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> summary(failing));
  }

  @Test
  void deadline_leavesABoundThatTheOptimumKeeps() {
    PlanSummary optimum = summary(OPTIONS);
    double lastGap = 1;
    for (long nanos = 1; nanos < 4 * optimum.checked(); nanos *= 2) {
      AtomicLong clock = new AtomicLong();
      PlanSummary early =
          summary(OPTIONS.withDeadline(Duration.ofNanos(nanos)).withClock(clock::incrementAndGet));

      assertThat(early.loss()).isGreaterThanOrEqualTo(optimum.loss());
      assertThat(early.lowerBound()).isLessThanOrEqualTo(optimum.loss());
      assertThat(early.gap()).isBetween(0.0, lastGap);
      assertThat(early.isOptimal()).isEqualTo(early.gap() == 0);
      lastGap = early.gap();
    }

    assertThat(lastGap).isZero();
  }

  @Test
  void boundOfAnEarlyEnd_isNotBelowWhatNothingSuppressedLoses() {
    AtomicLong clock = new AtomicLong();
    PlanSummary early =
        summary(OPTIONS.withDeadline(Duration.ofNanos(1)).withClock(clock::incrementAndGet));

    assertThat(early.isOptimal()).isFalse();
    assertThat(early.checked()).isLessThan(60);
    assertThat(early.lowerBound()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void progress_endsNearTheWhole() {
    List<PlanProgress> heard = new ArrayList<>();
    AtomicLong clock = new AtomicLong();
    PlanSummary summary =
        summary(OPTIONS.withListener(heard::add).withClock(() -> clock.addAndGet(200_000_000)));

    assertThat(heard).extracting(PlanProgress::share).isSorted();
    assertThat(heard).allMatch(progress -> progress.share() > 0 && progress.share() <= 1);
    assertThat(heard).last().matches(last -> last.loss() == summary.loss());
    assertThat(heard).last().matches(last -> last.share() > 0.5);
  }
}
