package io.dukou.gateway.completeness;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.DomesticPart;
import io.dukou.audit.Leaf;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.pipeline.Body.Ending;
import io.dukou.gateway.release.PersonTally.Bucket;
import io.dukou.gateway.server.AnswerWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares three things that are counted at different places: the answers that connections took,
 * the entries as they are read back from the log, and the persons that count.
 *
 * <ul>
 *   <li>An answer with a body has one entry, a release that was there before it, and left once.
 *   <li>A release ended, and its {@code close} entry says so as the connection counted it; one that
 *       no connection was given has left nothing. A body that is complete has all its bytes.
 *   <li>The persons in the counters are those of the tables that the log says were released.
 * </ul>
 *
 * <p>What is on its way may differ for a while, so some differences count only once they are older
 * than the patience given. The others stay until a restart. What an earlier run left open is no
 * difference: without its end a release counts as given.
 *
 * <p>Any thread. Event loops that tell of answers wait for comparisons of single numbers, never for
 * persons to be hashed or added up: these have a lock of their own, which is taken first or alone.
 */
final class Reconciliation implements AnswerWatch {
  /** Differences that are kept in words; more are only counted. */
  private static final int MOST = 50;

  private final InstantSource clock;
  private final Duration patience;
  private final PersonRecount recount = new PersonRecount();
  private final Map<Long, Matter> open = new TreeMap<>();
  private final Set<Long> fetches = new HashSet<>();
  private final Map<Bucket, Since> apart = new HashMap<>();
  private final List<String> lasting = new ArrayList<>();
  private long differences;
  private boolean isServing;
  private LongSupplier durable = () -> Long.MAX_VALUE;
  private volatile long persons;
  private long next;
  private long answers;
  private long releases;
  private long leftOpen;

  /**
   * Creates one that has seen nothing.
   *
   * @param patience how long what is on its way may differ
   */
  Reconciliation(InstantSource clock, Duration patience) {
    this.clock = requireNonNull(clock, "clock");
    this.patience = requireNonNull(patience, "patience");
  }

  /** Takes in the next entry, as it was read back. */
  void entry(long index, Leaf leaf, Optional<DomesticPart> domestic) {
    synchronized (recount) {
      if (index != next()) {
        throw new IllegalArgumentException("entry " + index + " instead of " + next());
      }
      recount.entry(index, leaf, domestic);
      entry(index, leaf);
    }
  }

  private synchronized void entry(long index, Leaf leaf) {
    next = index + 1;
    switch (leaf.kind()) {
      case RELEASE -> release(index, leaf);
      case FETCH -> fetches.add(index);
      case CLOSE -> close(index, leaf);
      default -> {} // gives nothing to anybody
    }
  }

  private void release(long index, Leaf leaf) {
    releases++;
    Matter matter = open.computeIfAbsent(index, unseen -> new Matter());
    matter.entered = clock.instant();
    matter.length = leaf.length();
    settle(index, matter);
  }

  private void close(long index, Leaf leaf) {
    long of = leaf.decision().path("of").asLong(-1);
    if (fetches.remove(of)) {
      return;
    }
    Matter matter = open.get(of);
    if (matter == null || matter.entered == null || matter.closedAs != null) {
      if (isServing) {
        differ("entry " + index + " ends entry " + of + ", which is no open release");
      }
      return;
    }
    matter.closedAs = leaf.decision().path("outcome").asText();
    matter.closedBytes = leaf.decision().path("bytes").asLong(-1);
    settle(of, matter);
  }

  /**
   * Says that all entries of earlier runs were taken in, and answers begin.
   *
   * @param durable returns how many entries the log has that outlast a power cut; must not block
   */
  synchronized void serve(LongSupplier durable) {
    this.durable = requireNonNull(durable, "durable");
    leftOpen = open.size();
    open.clear();
    fetches.clear();
    isServing = true;
  }

  /** Returns the index behind the last entry taken in. */
  synchronized long next() {
    return next;
  }

  @Override
  public synchronized void begun(long decision) {
    answers++;
    if (decision >= durable.getAsLong()) {
      differ("an answer began before entry " + decision + " was durable");
    }
    Matter matter = open.get(decision);
    if (matter == null && decision < next) {
      differ("an answer names entry " + decision + ", which is no open release");
      return;
    }
    if (matter == null) {
      matter = new Matter();
      open.put(decision, matter);
    }
    if (matter.begun) {
      differ("an answer to entry " + decision + " left a second time");
    }
    matter.begun = true;
  }

  @Override
  public synchronized void over(long decision, Ending ending, long bytes) {
    Matter matter = open.get(decision);
    if (matter != null && matter.ending == null) {
      matter.ending = ending;
      matter.bytes = bytes;
      matter.overAt = clock.instant();
      settle(decision, matter);
    }
  }

  /** Compares and forgets a release of which everything is known. */
  private void settle(long index, Matter matter) {
    boolean isWhole =
        matter.entered != null
            && matter.closedAs != null
            && (matter.ending != null || !matter.begun);
    if (!isWhole || !isServing) {
      if (!isServing && matter.closedAs != null) {
        open.remove(index); // of an earlier run, and ended in it
      }
      return;
    }
    open.remove(index);
    Ending ending = matter.begun ? requireNonNull(matter.ending) : Ending.NOTHING_LEFT;
    String ended = Outcome.valueOf(ending.name()).word();
    boolean isAsClosed = ended.equals(matter.closedAs) && matter.bytes == matter.closedBytes;
    boolean isAsLong = ending != Ending.COMPLETE || Objects.equals(matter.length, matter.bytes);
    if (!isAsClosed) {
      differ(
          "of entry %d the log says %s with %d bytes, and the connection %s with %d"
              .formatted(index, matter.closedAs, matter.closedBytes, ended, matter.bytes));
    } else if (!isAsLong) {
      differ(
          "entry %d is about %s bytes, and %d left complete"
              .formatted(index, matter.length, matter.bytes));
    }
  }

  /**
   * Compares what is left.
   *
   * @param size how many entries the log has, of which the newest may not be read back yet
   * @param counted the persons in force
   * @return what differs, in words for an operator; numbers of entries, never persons
   */
  List<String> look(long size, Map<Bucket, Long> counted) {
    Map<Bucket, Long> recorded;
    synchronized (recount) {
      recorded = recount.counts();
    }
    persons = recorded.values().stream().mapToLong(n -> n).sum();
    return look(size, counted, recorded);
  }

  private synchronized List<String> look(
      long size, Map<Bucket, Long> counted, Map<Bucket, Long> recorded) {
    Instant now = clock.instant();
    List<String> found = new ArrayList<>(lasting);
    for (Iterator<Map.Entry<Long, Matter>> each = open.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Long, Matter> one = each.next();
      long index = one.getKey();
      Matter matter = one.getValue();
      if (matter.entered == null && (index < next || index >= size)) {
        each.remove();
        found.add(differ("an answer left for entry " + index + ", which is no release"));
      } else if (isLate(matter.entered, now) && !matter.begun && matter.closedAs == null) {
        found.add("of the release in entry " + index + " neither an answer nor its end is known");
      } else if (isLate(matter.overAt, now) && matter.closedAs == null) {
        found.add("the answer to entry " + index + " is over, and no entry says so");
      }
    }
    found.addAll(persons(counted, recorded, now));
    return found;
  }

  private List<String> persons(Map<Bucket, Long> counted, Map<Bucket, Long> recorded, Instant now) {
    List<String> found = new ArrayList<>();
    Set<Bucket> buckets = new TreeSet<>(Comparator.comparing(Bucket::toString)); // a fixed order
    buckets.addAll(recorded.keySet());
    buckets.addAll(counted.keySet());
    for (Bucket bucket : buckets) {
      long inLog = recorded.getOrDefault(bucket, 0L);
      long inForce = counted.getOrDefault(bucket, 0L);
      Since since = apart.get(bucket);
      if (inLog == inForce) {
        apart.remove(bucket);
      } else if (since == null || since.inLog != inLog || since.inForce != inForce) {
        apart.put(bucket, new Since(inLog, inForce, now));
      } else if (isLate(since.at, now)) {
        found.add(
            "of %s, %d, %s, the log has %d persons released, and the counter %d"
                .formatted(
                    bucket.exporter(),
                    bucket.year(),
                    bucket.sensitive() ? "sensitive" : "not sensitive",
                    inLog,
                    inForce));
      }
    }
    return found;
  }

  private boolean isLate(@Nullable Instant since, Instant now) {
    return since != null && Duration.between(since, now).compareTo(patience) > 0;
  }

  private String differ(String words) {
    differences++;
    if (lasting.size() < MOST) {
      lasting.add(words);
    }
    return words;
  }

  /** Returns what was counted, by names of metrics. */
  synchronized Map<String, Long> figures() {
    return Map.of(
        "completeness_answers", answers,
        "completeness_releases", releases,
        "completeness_releases_open", (long) open.size(),
        "completeness_releases_left_open_by_earlier_runs", leftOpen,
        "completeness_entries_read", next,
        "completeness_persons", persons,
        "completeness_lasting_differences", differences);
  }

  /** One release, as far as each side has told of it. */
  private static final class Matter {
    private @Nullable Instant entered;
    private @Nullable Long length;
    private boolean begun;
    private @Nullable Ending ending;
    private long bytes;
    private @Nullable Instant overAt;
    private @Nullable String closedAs;
    private long closedBytes;
  }

  /** Two numbers that differ, and since when these. */
  private record Since(long inLog, long inForce, Instant at) {}
}
