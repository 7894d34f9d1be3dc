package io.dukou.gateway.completeness;

import io.dukou.audit.AuditLog;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up a log that nobody writes: how many releases there are and how they ended, how many
 * persons count, and whether every entry fits those before it.
 *
 * <ul>
 *   <li>A {@code close} entry ends an entry of a release or fetch before it, and none twice.
 *   <li>What is complete has all bytes of its body, and nothing has more.
 *   <li>The entries of each recipient are linked without a gap.
 * </ul>
 *
 * <p>A release without an end is no fault: the gateway was killed, or its log is still open, and it
 * counts as given. One thread.
 */
public final class Reckoning {
  private final PersonRecount recount = new PersonRecount();
  private final Map<LeafKind, Long> kinds = new TreeMap<>();
  private final Map<String, Long> endings = new TreeMap<>();
  private final Map<Long, Optional<Long>> open = new TreeMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private long fetches;

  private Reckoning() {}

  /** Adds up a whole log; blocks on the disk. */
  public static Reckoning of(AuditLog log) {
    Reckoning reckoning = new Reckoning();
    log.replay(reckoning::take);
    return reckoning;
  }

  private void take(LoggedEntry entry) {
    entry(entry.index(), entry.leaf());
    recount.entry(entry.index(), entry.leaf(), CompletenessWatch.ofPersons(entry));
  }

  private void entry(long index, Leaf leaf) {
    kinds.merge(leaf.kind(), 1L, Long::sum);
    if (leaf.recipient() != null) {
      Long before = newest.put(leaf.recipient(), index);
      if (!Objects.equals(before, leaf.previous())) {
        faults.add("entry " + index + " does not name the one before it of its recipient");
      }
    }
    switch (leaf.kind()) {
      case RELEASE -> open.put(index, Optional.ofNullable(leaf.length()));
      case FETCH -> open.put(index, Optional.of(Long.MAX_VALUE));
      case CLOSE -> close(index, leaf);
      default -> {} // begins and ends nothing
    }
  }

  private void close(long index, Leaf leaf) {
    long of = leaf.decision().path("of").asLong(-1);
    long bytes = leaf.decision().path("bytes").asLong(-1);
    String outcome = leaf.decision().path("outcome").asText();
    Optional<Long> length = open.remove(of);
    if (length == null) {
      faults.add("entry " + index + " ends entry " + of + ", which is not open");
      return;
    }
    boolean isFetch = length.isPresent() && length.get() == Long.MAX_VALUE;
    if (isFetch) {
      fetches++;
      return;
    }
    endings.merge(outcome, 1L, Long::sum);
    long most = length.orElse(0L);
    boolean isWrong =
        bytes < 0
            || bytes > most
            || (outcome.equals(Outcome.COMPLETE.word()) && bytes != most)
            || (outcome.equals(Outcome.NOTHING_LEFT.word()) && bytes != 0);
    if (isWrong) {
      faults.add(
          "entry %d says %s with %d bytes of entry %d, which is about %d"
              .formatted(index, outcome, bytes, of, most));
    }
  }

  /** Returns how many entries there are of a kind. */
  public long count(LeafKind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  /** Returns how many releases ended so. */
  public long ended(Outcome outcome) {
    return endings.getOrDefault(outcome.word(), 0L);
  }

  /** Returns how many releases have no end. */
  public long withoutEnd() {
    return count(LeafKind.RELEASE) - endings.values().stream().mapToLong(n -> n).sum();
  }

  /** Returns how many reads of origins have an end. */
  public long fetchesEnded() {
    return fetches;
  }

  /** Returns how many recipients there are. */
  public int recipients() {
    return newest.size();
  }

  /** Returns the distinct persons of each exporter and year in China. */
  public Map<Bucket, Long> persons() {
    return recount.counts();
  }

  /** Returns what does not fit, in words that name entries and nobody. */
  public List<String> faults() {
    return List.copyOf(faults);
  }
}
