package io.dukou.gateway.release;

import io.dukou.gateway.facts.ConsentLedger;
import io.dukou.gateway.facts.ConsentTally;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the consents of a table's subjects still cover a use, and counts them. What was
 * found is remembered for the same facts until a consent could change by the passing of time. Any
 * thread.
 */
final class ConsentWatch {
  private final Set<String> subjects;
  private final Map<TableRequest.Use, Seen> seen = new ConcurrentHashMap<>();

  ConsentWatch(Set<String> subjects) {
    this.subjects = subjects;
  }

  /** Returns true when every subject's consent covers the request. */
  boolean cover(TableRequest request) {
    Seen known = seen.get(request.use());
    if (known != null && known.holds(request)) {
      return true;
    }
    ConsentLedger ledger = request.study().ledger();
    boolean covered =
        ConsentedRows.coverAll(ledger, subjects, List.of(request.use()), request.at());
    if (covered) {
      seen.put(request.use(), Seen.of(request, ledger, null));
    }
    return covered;
  }

  /**
   * Counts the subjects by the state of their consent.
   *
   * @param withdrawnAfterRelease counts subjects whose data the group has and who have withdrawn
   *     since; they are in no current table, so the count holds as long as the facts do
   */
  ConsentCounts count(TableRequest request, LongSupplier withdrawnAfterRelease) {
    Seen known = seen.get(request.use());
    if (known != null && known.counts != null && known.holds(request)) {
      return known.counts;
    }
    ConsentLedger ledger = request.study().ledger();
    ConsentLedger.Use use =
        new ConsentLedger.Use(request.use().recipient(), request.use().purpose(), request.at());
    ConsentCounts counts =
        ConsentTally.count(ledger, subjects, use, withdrawnAfterRelease.getAsLong());
    seen.computeIfPresent(
        request.use(),
        (key, covered) -> covered.holds(request) ? Seen.of(request, ledger, counts) : covered);
    return counts;
  }

  /** What was found at one instant and holds until before another, under these facts. */
  private record Seen(
      String revision, Instant from, Instant until, @Nullable ConsentCounts counts) {
    static Seen of(TableRequest request, ConsentLedger ledger, @Nullable ConsentCounts counts) {
      return new Seen(
          request.facts().revision(), request.at(), ledger.unchangedUntil(request.at()), counts);
    }

    boolean holds(TableRequest request) {
      return revision.equals(request.facts().revision())
          && !request.at().isBefore(from)
          && request.at().isBefore(until);
    }
  }
}
