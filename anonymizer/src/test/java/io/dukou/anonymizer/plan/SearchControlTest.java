package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The end of a search, its progress, and the bound on what was left. */
final class SearchControlTest {
  private static final long REPORT_NANOS = 200_000_000;

  private final AtomicLong clock = new AtomicLong(50);
  private final List<PlanProgress> heard = new ArrayList<>();
  private final PlanOptions options =
      PlanOptions.with(PlanCase.KEY).withClock(clock::get).withListener(heard::add);

  @Test
  void deadline_passesWithTheFirstCheckAfterIt() {
    SearchControl control = new SearchControl(options.withDeadline(Duration.ofNanos(10)), 8);

    clock.set(60);
    control.check();
    assertThat(control.isExpired()).isFalse();
    clock.set(61);
    assertThat(control.isExpired()).isFalse();
    control.check();
    assertThat(control.isExpired()).isTrue();
    assertThat(control.checked()).isEqualTo(2);
  }

  @Test
  void withoutADeadline_nothingExpires() {
    SearchControl control = new SearchControl(options, 8);

    clock.set(Long.MAX_VALUE);
    control.check();

    assertThat(control.isExpired()).isFalse();
  }

  @Test
  void stoppedSearch_endsWithTheNextCheck() {
    SearchControl control = new SearchControl(options, 8);

    control.stop();

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(control::check)
        .matches(failure -> failure.error() == PlanError.INTERRUPTED);
  }

  @Test
  void interruptedThread_endsWithTheNextCheck_andStaysInterrupted() {
    SearchControl control = new SearchControl(options, 8);
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(PlanException.class)
          .isThrownBy(control::check)
          .matches(failure -> failure.error() == PlanError.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void listener_hearsOfProgressOnceInAWhile() {
    SearchControl control = new SearchControl(options, 8);
    Incumbent incumbent = new Incumbent(1);
    incumbent.offer(new int[] {1}, new double[] {0.5});
    control.check();

    clock.set(50 + REPORT_NANOS - 1);
    control.cover(2, incumbent);
    assertThat(heard).isEmpty();
    clock.set(50 + REPORT_NANOS);
    control.cover(2, incumbent);
    control.cover(1, incumbent);
    assertThat(heard).containsExactly(new PlanProgress(0.5, 1, 0.5, REPORT_NANOS));
    clock.set(50 + 2 * REPORT_NANOS);
    control.cover(100, incumbent);
    assertThat(heard).hasSize(2);
    assertThat(heard.get(1)).isEqualTo(new PlanProgress(1, 1, 0.5, 2 * REPORT_NANOS));
  }

  @Test
  void boundOfWhatIsLeft_isTheSmallest() {
    SearchControl control = new SearchControl(options, 8);
    double[] bound = {3, 1};

    assertThat(control.open()).isNull();
    control.leave(bound);
    bound[0] = 0;
    assertThat(control.open()).containsExactly(3, 1);
    control.leave(new double[] {4, 0});
    assertThat(control.open()).containsExactly(3, 1);
    control.leave(new double[] {3, 0.5});
    assertThat(control.open()).containsExactly(3, 0.5);
  }

  @Test
  void timeThatRemains_goesByTheShareThatIsDone() {
    assertThat(new PlanProgress(0.25, 1, 1, 3_000).remaining()).contains(Duration.ofNanos(9_000));
    assertThat(new PlanProgress(0.001, 1, 1, 1_000).remaining())
        .contains(Duration.ofNanos(999_000));
    assertThat(new PlanProgress(0.0009, 1, 1, 3_000).remaining()).isEmpty();
  }

  @Test
  void provenLoss_isTheBoundIfThatIsLess() {
    double[] loss = {0.5};

    assertThat(report(loss, null)).isEqualTo(0.5);
    assertThat(report(loss, new double[] {0.25})).isEqualTo(0.25);
    assertThat(report(loss, new double[] {0.75})).isEqualTo(0.5);
  }

  private static double report(double[] loss, double[] bound) {
    return new SearchReport(8, 1, Duration.ZERO, loss, bound).provenLoss();
  }
}
