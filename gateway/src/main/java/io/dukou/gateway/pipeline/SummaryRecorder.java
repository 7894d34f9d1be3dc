package io.dukou.gateway.pipeline;

import io.vertx.core.Future;
import java.util.Map;

/** Records what was refused before anybody was known to ask, as one entry of the log. */
@FunctionalInterface
public interface SummaryRecorder {
  /**
   * Appends one {@code summary} entry.
   *
   * @param counts how often each registered code occurred since the last summary; never empty, no
   *     count is 0
   * @return completes once the entry is durable; fails if it is not, and the caller counts the same
   *     again in the next one. The method never throws
   */
  Future<Void> record(Map<String, Long> counts);
}
