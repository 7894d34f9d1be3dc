package io.dukou.gateway.server;

import io.dukou.gateway.identity.Refusal;
import io.dukou.gateway.identity.RefusalCounter;
import io.dukou.gateway.pipeline.SummaryRecorder;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what was refused before anybody was known into one log entry at a time. What could not be
 * recorded is counted again in the next. Safe for any thread.
 */
final class Summaries {
  private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);

  /** What is refused without an {@link Refusal} of its own. */
  private static final List<Event> EVENTS =
      List.of(
          Event.BUSY,
          Event.MALFORMED_REQUEST,
          Event.REQUEST_LINE_TOO_LONG,
          Event.HEADERS_TOO_LONG,
          Event.UNKNOWN_VERSION,
          Event.REQUEST_TIMED_OUT,
          Event.REQUEST_ABANDONED);

  private final RefusalCounter refusals;
  private final Counters counters;
  private final SummaryRecorder recorder;
  private final Map<Event, Long> summarised = new EnumMap<>(Event.class);

  /** Creates summaries of what is counted from now on. */
  Summaries(RefusalCounter refusals, Counters counters, SummaryRecorder recorder) {
    this.refusals = refusals;
    this.counters = counters;
    this.recorder = recorder;
  }

  /**
   * Records what was counted since the last summary, if anything was.
   *
   * @return completes when it is recorded or will be counted again; never fails
   */
  Future<Void> record() {
    Map<Refusal, Long> refused = refusals.drain();
    Map<Event, Long> seen = newEvents();
    Map<String, Long> counts = new TreeMap<>();
    refused.forEach((refusal, n) -> counts.put(refusal.name().toLowerCase(Locale.ROOT), n));
    seen.forEach((event, count) -> counts.put(event.code(), count));
    if (counts.isEmpty()) {
      return Future.succeededFuture();
    }
    return recorder
        .record(counts)
        .onFailure(
            failure -> {
              refusals.restore(refused);
              restore(seen);
              LOG.error("a summary was not recorded: {}", failure.getClass().getName());
            })
        .otherwiseEmpty();
  }

  private synchronized Map<Event, Long> newEvents() {
    Map<Event, Long> seen = new EnumMap<>(Event.class);
    for (Event event : EVENTS) {
      long count = counters.of(event);
      long added = count - summarised.getOrDefault(event, 0L);
      if (added > 0) {
        seen.put(event, added);
        summarised.put(event, count);
      }
    }
    return seen;
  }

  private synchronized void restore(Map<Event, Long> seen) {
    seen.forEach((event, count) -> summarised.merge(event, -count, Long::sum));
  }
}
