package io.dukou.anonymizer.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * How far planning has come.
 *
 * @param share combinations of levels that are settled, from 0 to 1
 * @param checked combinations whose classes were counted
 * @param loss the smallest loss found so far; infinite if there is none
 * @param elapsedNanos time since the search began
 */
public record PlanProgress(double share, long checked, double loss, long elapsedNanos) {
  /**
   * Returns the time still needed if the search goes on as it went, once there is something to go
   * by.
   */
  public Optional<Duration> remaining() {
    return share < 0.001
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) (elapsedNanos * ((1 - share) / share))));
  }

  /** Hears about progress, some times a second, from a thread that plans. */
  @FunctionalInterface
  public interface Listener {
    /** Takes note; must not block. */
    void progressed(PlanProgress progress);
  }
}
