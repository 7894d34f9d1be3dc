package io.dukou.gateway.completeness;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditException;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.release.PersonTally.Bucket;
import io.dukou.gateway.server.AnswerWatch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether the answers that left, the entries as they are read back from the
 * log, and the persons in the counters agree, and raises an alarm where they do not: a line in the
 * process's log, {@code /readyz}, metrics, and an entry of the kind {@code completeness}.
 *
 * <p>Each look reads what was published since the last one and nothing twice. It never blocks an
 * event loop. Any thread.
 */
public final class CompletenessWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompletenessWatch.class);
  private static final Duration BEYOND_TIMEOUTS = Duration.ofSeconds(30);

  private final AuditLog log;
  private final Supplier<Map<Bucket, Long>> counted;
  private final InstantSource clock;
  private final Reconciliation reconciliation;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<String> told = new HashSet<>(); // by the look that is under way
  private volatile List<String> differences = List.of();
  private volatile long lastLook;
  private @Nullable Vertx vertx;
  private long timer;
  private volatile boolean closed;

  private CompletenessWatch(
      AuditLog log,
      Supplier<Map<Bucket, Long>> counted,
      Reconciliation reconciliation,
      InstantSource clock) {
    this.log = log;
    this.counted = counted;
    this.reconciliation = reconciliation;
    this.clock = clock;
  }

  /**
   * Reads the whole log, once for the watch and for what is rebuilt from it; blocks on the disk.
   *
   * @param rebuilt given every entry in order
   * @param counted returns the persons of released tables that count now
   * @param timeouts how long a request and its answer may take; what differs for longer, and some
   *     more, is an alarm
   * @throws AuditException if the log cannot be read
   */
  public static CompletenessWatch over(
      AuditLog log,
      Rebuilt rebuilt,
      Supplier<Map<Bucket, Long>> counted,
      Timeouts timeouts,
      InstantSource clock) {
    Duration patience = timeouts.answer().plus(timeouts.idle()).plus(BEYOND_TIMEOUTS);
    Reconciliation reconciliation = new Reconciliation(clock, patience);
    log.replay(
        entry -> {
          Optional<DomesticPart> domestic = ofPersons(entry);
          rebuilt.take(entry.index(), entry.leaf(), domestic);
          reconciliation.entry(entry.index(), entry.leaf(), domestic);
        });
    reconciliation.serve(log::size);
    return new CompletenessWatch(
        requireNonNull(log, "log"), requireNonNull(counted, "counted"), reconciliation, clock);
  }

  /** Begins to look at an interval, on worker threads; call once. */
  public void lookEvery(Duration interval, Vertx on) {
    this.vertx = requireNonNull(on, "on");
    this.timer =
        on.setPeriodic(
            interval.toMillis(),
            id -> {
              if (!closed && looking.compareAndSet(false, true)) {
                on.executeBlocking(
                        () -> {
                          look();
                          return null;
                        },
                        false)
                    .onComplete(done -> looking.set(false));
              }
            });
  }

  /** Returns who must be told of answers. */
  public AnswerWatch answers() {
    return reconciliation;
  }

  /** Returns what differs, in words for an operator, if anything does. */
  public Optional<String> difference() {
    List<String> found = differences;
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "answers, log and counters do not agree in %d points; the first: %s; keep the log and its"
                    .formatted(found.size(), found.get(0))
                + " domestic parts as they are, and run dukou log reconcile");
  }

  /** Returns what was counted, by names of metrics. */
  public Map<String, Long> figures() {
    Map<String, Long> figures = new HashMap<>(reconciliation.figures());
    figures.put("completeness_differences", (long) differences.size());
    figures.put("completeness_last_look_seconds", lastLook);
    return figures;
  }

  /** Ends the looking, after a last look. */
  @Override
  public void close() {
    closed = true;
    Vertx on = vertx;
    if (on != null) {
      on.cancelTimer(timer);
    }
    if (looking.compareAndSet(false, true)) {
      publishAll();
      look();
    }
  }

  private void publishAll() {
    try {
      log.publish();
    } catch (AuditException e) {
      LOG.debug("nothing more is published: {}", e.getMessage());
    }
  }

  /** Looks once; blocks on the disk. */
  void look() {
    try {
      log.readOn(
          reconciliation.next(),
          entry -> reconciliation.entry(entry.index(), entry.leaf(), ofPersons(entry)));
      List<String> found = reconciliation.look(log.size(), counted.get());
      tell(found);
      differences = found;
      lastLook = clock.instant().getEpochSecond();
    } catch (RuntimeException e) {
      blind(e);
    }
  }

  /** What cannot be compared may differ, so it is a difference until a look succeeds. */
  private void blind(RuntimeException cause) {
    if (log.healthy() && !closed) {
      String reason =
          cause instanceof AuditException
              ? cause.getMessage() + within(cause)
              : cause.getClass().getSimpleName(); // others may speak of what they read
      String words = "the log could not be compared with the answers: " + reason;
      LOG.error("{}", words);
      differences = List.of(words);
    }
  }

  /** What a storage says of itself holds names of its own files, and nothing that is in them. */
  private static String within(RuntimeException cause) {
    return cause.getCause() instanceof IOException inner ? ": " + inner.getMessage() : "";
  }

  private void tell(List<String> found) {
    boolean isNew = false;
    for (String words : found) {
      if (told.add(words)) {
        isNew = true;
        LOG.error("incomplete: {}", words);
      }
    }
    if (isNew) {
      record("differs", found);
    } else if (found.isEmpty() && !told.isEmpty()) {
      told.clear();
      LOG.info("answers, log and counters agree again");
      record("agrees", found);
    }
  }

  private void record(String outcome, List<String> found) {
    if (!closed) {
      ArrayNode words = JsonNodeFactory.instance.arrayNode();
      found.forEach(words::add);
      Entry entry =
          Entry.of(LeafKind.COMPLETENESS, clock.instant())
              .decision(
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("outcome", outcome)
                      .put("points", found.size()),
                  null)
              .domestic("differences", words);
      var unused =
          entry
              .appendTo(log::append)
              .whenComplete(
                  (receipt, failure) -> {
                    if (failure != null) {
                      LOG.error("that they {} was not recorded", outcome);
                    }
                  });
    }
  }

  /** Returns the domestic part, if it is one that tells of persons. */
  static Optional<DomesticPart> ofPersons(LoggedEntry entry) {
    LeafKind kind = entry.leaf().kind();
    return kind == LeafKind.TABLE || kind == LeafKind.RELEASE ? entry.domestic() : Optional.empty();
  }

  /** What is rebuilt from the log at the start. */
  @FunctionalInterface
  public interface Rebuilt {
    /** Takes in an entry; of tables and releases with the domestic part, unless it was erased. */
    void take(long index, Leaf leaf, Optional<DomesticPart> domestic);
  }
}
