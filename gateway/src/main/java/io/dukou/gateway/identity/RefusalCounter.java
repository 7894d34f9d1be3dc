package io.dukou.gateway.identity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the requests that were refused before their caller was known. Safe for use by several
 * threads; holds nothing of a request but its count.
 *
 * <p>The pipeline drains it once a minute into one summary entry of the log. What was counted is
 * taken out exactly once; when the entry cannot be appended the pipeline puts it back.
 */
public final class RefusalCounter {
  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);

  /** Creates a counter of nothing. */
  public RefusalCounter() {}

  /** Counts one refusal. */
  public synchronized void add(Refusal refusal) {
    counts.merge(refusal, 1L, Long::sum);
  }

  /** Takes out what was counted since the last time; refusals that did not happen are left out. */
  public synchronized Map<Refusal, Long> drain() {
    Map<Refusal, Long> drained = Collections.unmodifiableMap(new EnumMap<>(counts));
    counts.clear();
    return drained;
  }

  /** Puts back what {@link #drain} took out and nobody recorded. */
  public synchronized void restore(Map<Refusal, Long> drained) {
    drained.forEach((refusal, count) -> counts.merge(refusal, count, Long::sum));
  }
}
