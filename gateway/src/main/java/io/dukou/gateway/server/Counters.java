package io.dukou.gateway.server;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happened before or beside the decisions of the log. Safe for any thread. Shown only
 * on the admin listener: a small count never leaves China.
 */
final class Counters {
  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  /** Creates counters that stand at zero. */
  Counters() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  /** Counts one event. */
  void count(Event event) {
    count(counts, event).increment();
  }

  /** Returns how often {@code event} was counted. */
  long of(Event event) {
    return count(counts, event).sum();
  }

  /** Returns all counts by code, in the order of the codes. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((event, count) -> all.put(event.code(), count.sum()));
    return all;
  }

  private static LongAdder count(Map<Event, LongAdder> counts, Event event) {
    LongAdder count = counts.get(event);
    if (count == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return count;
  }

  /** What is counted. */
  enum Event {
    /** A connection was accepted. */
    CONNECTION_OPENED,
    /** A connection was closed at once because there were too many. */
    CONNECTION_REFUSED,
    /** A connection failed: handshake, reset, or a violation of HTTP/2. */
    CONNECTION_FAILED,
    /** A request head could not be parsed. */
    MALFORMED_REQUEST,
    /** A request line was longer than parsed. */
    REQUEST_LINE_TOO_LONG,
    /** Header fields were longer than parsed. */
    HEADERS_TOO_LONG,
    /** A request of another HTTP version. */
    UNKNOWN_VERSION,
    /** A request head, or its end, did not come in time. */
    REQUEST_TIMED_OUT,
    /** A request ended, by a reset or with its connection, before it was whole. */
    REQUEST_ABANDONED,
    /** A request was turned away because too many were in work, or unfinished. */
    BUSY,
    /** A peer was turned away unheard because it had failed too often. */
    TOO_MANY_FAILURES,
    /** A caller was not known. */
    UNAUTHENTICATED,
    /** A request was handed to the pipeline. */
    ASKED,
    /** An answer was written to its end. */
    ANSWERED,
    /** An answer broke off, or its caller had gone. */
    BROKEN_OFF,
    /** A fault of the gateway itself. */
    INTERNAL_FAULT;

    /** Returns the code in the metrics. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
