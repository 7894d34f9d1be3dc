package io.dukou.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells a clock that went back from entries that took their time, in the order of the log.
 *
 * <p>Only entries that bear the time of their appending can show a clock that went back, as {@link
 * LeafKind#isTimedWhenAppended} says. Two of those may still change places between the look at the
 * clock and the log, by as long as a thread can be held up there; so a step counts only beyond
 * {@link #TOLERANCE}. What entries of requests lie behind is how long requests took.
 */
final class ClockCheck {
  /** Longest time that a thread may plausibly be held up between the clock and the log. */
  static final Duration TOLERANCE = Duration.ofSeconds(10);

  /** Time of the last entry that was timed when appended, or the latest since the clock stepped. */
  private Instant latest = Instant.MIN;

  private long steps;
  private Duration longestStep = Duration.ZERO;
  private Duration longestRequest = Duration.ZERO;

  /** Takes the next entry. */
  void add(LeafKind kind, Instant at) {
    Duration behind = at.isBefore(latest) ? Duration.between(at, latest) : Duration.ZERO;
    if (!kind.isTimedWhenAppended()) {
      longestRequest = longer(longestRequest, behind);
    } else if (behind.compareTo(TOLERANCE) > 0) {
      steps++;
      longestStep = longer(longestStep, behind);
      latest = at;
    } else if (behind.isZero()) {
      latest = at;
    }
  }

  /** Returns what was seen. */
  LogReport.Clock seen() {
    return new LogReport.Clock(steps, longestStep, longestRequest);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
