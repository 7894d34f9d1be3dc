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
 * Tells whether a table's subjects may still be provided for a use, and counts their consents. What
 * was found is remembered for the same facts until a consent could change by the passing of time.
 * Any thread.
 */
final class ConsentWatch {
  private final Set<String> subjects;
  private final Map<TableRequest.Use, Seen> seen = new ConcurrentHashMap<>();

  ConsentWatch(Set<String> subjects) {
    this.subjects = subjects;
  }

  /** Returns true when the data of every subject may be provided for the request. */
  boolean permit(TableRequest request) {
    Seen known = seen.get(request.use());
    if (known != null && known.holds(request)) {
      return true;
    }
    ConsentLedger ledger = request.study().ledger();
    boolean permitted =
        ConsentedRows.permitAll(request.study(), subjects, List.of(request.use()), request.at());
    if (permitted) {
      seen.put(request.use(), Seen.of(request, ledger, null));
    }
    return permitted;
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
