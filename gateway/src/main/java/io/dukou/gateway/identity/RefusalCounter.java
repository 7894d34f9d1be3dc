package io.dukou.gateway.identity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the requests that were refused before their caller was known. Safe for use by several
 * threads; holds nothing of a request but its count.
 *
 * <p>The pipeline drains it once a minute into one summary entry of the log. What was counted is
 * taken out exactly once; on a failed append the pipeline puts it back.
 */
public final class RefusalCounter {
  private final AtomicLongArray counts = new AtomicLongArray(Refusal.values().length);

  /** Creates a counter of nothing. */
  public RefusalCounter() {}

  /** Counts one refusal. */
  public void add(Refusal refusal) {
    counts.incrementAndGet(refusal.ordinal());
  }

  /** Takes out what was counted since the last time; refusals that did not happen are left out. */
  public Map<Refusal, Long> drain() {
    Map<Refusal, Long> drained = new EnumMap<>(Refusal.class);
    for (Refusal refusal : Refusal.values()) {
      long count = counts.getAndSet(refusal.ordinal(), 0);
      if (count > 0) {
        drained.put(refusal, count);
      }
    }
    return Collections.unmodifiableMap(drained);
  }

  /** Puts back what {@link #drain} took out and nobody recorded. */
  public void restore(Map<Refusal, Long> drained) {
    drained.forEach((refusal, count) -> counts.addAndGet(refusal.ordinal(), count));
  }
}
