package io.dukou.gateway.release;

import io.dukou.gateway.facts.ConsentLedger;
import io.dukou.gateway.facts.ConsentTally;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the consents of a table's subjects still cover a use. What was found is remembered
 * for the same facts until a consent could change by the passing of time. Any thread.
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
    if (known != null && known.holds(request.facts(), request.at())) {
      return true;
    }
    boolean covered =
        ConsentedRows.coverAll(
            request.study().consents(), subjects, List.of(request.use()), request.at());
    if (covered) {
      seen.put(
          request.use(), new Seen(request.facts().revision(), request.at(), request.at(), null));
    }
    return covered;
  }

  /** Counts the subjects by the state of their consent. */
  ConsentCounts count(String study, TableRequest.Use use, Facts facts, Instant at) {
    Seen known = seen.get(use);
    if (known != null && known.counts != null && known.holds(facts, at)) {
      return known.counts;
    }
    ConsentLedger ledger =
        facts
            .study(study)
            .orElseThrow(() -> new IllegalStateException("the study is not in the facts"))
            .consents();
    return ConsentTally.count(ledger, subjects, use.recipient(), use.purpose(), at);
  }

  /** That all was well from one instant until before another, under these facts. */
  private record Seen(
      String revision, Instant from, Instant until, @Nullable ConsentCounts counts) {
    boolean holds(Facts facts, Instant at) {
      return revision.equals(facts.revision()) && !at.isBefore(from) && at.isBefore(until);
    }
  }
}
