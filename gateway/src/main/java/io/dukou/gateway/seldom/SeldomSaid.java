package io.dukou.gateway.seldom;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a fault that stays from flooding the log: words are due when they are new, and again once a
 * minute while they hold. At most {@value #MOST} different words are due in a minute. Any thread.
 */
public final class SeldomSaid {
  /** How long the same words are not due again. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int MOST = 8;

  private final InstantSource clock;
  private final Map<String, Instant> said = new HashMap<>();

  /** Starts with nothing said. */
  public SeldomSaid(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns whether {@code words} should be said now, and takes it that they are. */
  public synchronized boolean isDue(String words) {
    Instant now = clock.instant();
    // A clock that was set back must not silence anything for longer than the pause either.
    said.values().removeIf(at -> Duration.between(at, now).abs().compareTo(PAUSE) >= 0);
    return said.size() < MOST && said.putIfAbsent(words, now) == null;
  }

  /** Takes everything as not said yet. */
  public synchronized void forget() {
    said.clear();
  }
}
