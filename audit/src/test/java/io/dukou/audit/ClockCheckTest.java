package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClockCheckTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  private final ClockCheck check = new ClockCheck();

  @Test
  void noEntries_showNothing() {
    assertThat(check.seen()).isEqualTo(clock(0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = LeafKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RELEASE", "REFUSAL", "TABLE"})
  void entryTimedWhenAppended_showsAClockThatWentBack(LeafKind kind) {
    check.add(LeafKind.START, at(100));
    check.add(kind, at(40));
    assertThat(check.seen()).isEqualTo(clock(1, 60, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = LeafKind.class,
      names = {"RELEASE", "REFUSAL", "TABLE"})
  void entryOfARequest_showsHowLongItTook(LeafKind kind) {
    check.add(LeafKind.FETCH, at(100));
    check.add(kind, at(40));
    check.add(kind, at(70));
    assertThat(check.seen()).isEqualTo(clock(0, 0, 60));
  }

  @Test
  void entriesThatChangedPlaces_showNoStep() {
    check.add(LeafKind.FETCH, at(100));
    check.add(LeafKind.FETCH, at(91));
    check.add(LeafKind.CLOSE, at(90));
    assertThat(check.seen()).isEqualTo(clock(0, 0, 0));
  }

  @Test
  void clockThatWentBackSlowly_isSeenOnceItIsFarEnoughBehind() {
    check.add(LeafKind.FETCH, at(100));
    check.add(LeafKind.FETCH, at(95));
    check.add(LeafKind.FETCH, at(89));
    assertThat(check.seen()).isEqualTo(clock(1, 11, 0));
  }

  @Test
  void entriesBehindAStep_countItOnce() {
    check.add(LeafKind.START, at(4000));
    check.add(LeafKind.CLOSE, at(400));
    check.add(LeafKind.CLOSE, at(401));
    check.add(LeafKind.RELEASE, at(399));
    assertThat(check.seen()).isEqualTo(clock(1, 3600, 2));
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private static LogReport.Clock clock(long steps, long longestStep, long longestRequest) {
    return new LogReport.Clock(
        steps, Duration.ofSeconds(longestStep), Duration.ofSeconds(longestRequest));
  }
}
