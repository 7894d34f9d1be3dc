package io.dukou.audit;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How long domestic parts are kept at least.
 *
 * <p>Article 12 of the Network Data Security Management Regulations (State Council, in force
 * 2025-01-01; read in full) has records of provided personal information kept for at least three
 * years, and article 56 of the Personal Information Protection Law those of processing. Which
 * longer period a trial's documents need is the officers' to know; hence ten years where nothing
 * else is said.
 *
 * @param years years that a domestic part is kept from the time of its entry, at least 3
 */
public record Retention(int years) {
  /** The years that the law asks for. */
  public static final int LEAST_YEARS = 3;

  /** The years where nothing is said. */
  public static final int DEFAULT_YEARS = 10;

  /** More years than any trial asks for. */
  public static final int MOST_YEARS = 100;

  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /**
   * Checks the years.
   *
   * @throws IllegalArgumentException if they are fewer than the law asks for
   */
  public Retention {
    if (years < LEAST_YEARS || years > MOST_YEARS) {
      throw new IllegalArgumentException(
          "records are kept for %d to %d years, not %d: article 12 of the Network Data Security"
                  .formatted(LEAST_YEARS, MOST_YEARS, years)
              + " Management Regulations asks for three at least");
    }
  }

  /**
   * Returns from when on a domestic part may be erased: these years after its entry, and three
   * years after the last release of its study.
   *
   * @param at time of the entry
   * @param lastRelease time of the last release of the entry's study, null if there is none
   */
  public Instant end(Instant at, @Nullable Instant lastRelease) {
    Instant own = after(at, years);
    Instant ofStudy = lastRelease == null ? own : after(lastRelease, LEAST_YEARS);
    return own.isAfter(ofStudy) ? own : ofStudy;
  }

  private static Instant after(Instant at, int years) {
    return at.atZone(CHINA).plus(Period.ofYears(years)).toInstant();
  }
}
