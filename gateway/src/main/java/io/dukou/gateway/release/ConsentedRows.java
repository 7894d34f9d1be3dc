package io.dukou.gateway.release;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.facts.ConsentLedger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides by consent which rows of a cut may be planned at all. */
final class ConsentedRows {
  private ConsentedRows() {}

  /** Returns the subjects of {@code table} whose consent does not cover every one of the uses. */
  static Set<String> withoutConsent(
      Column subjects, ConsentLedger ledger, Collection<TableRequest.Use> uses, Instant at) {
    Set<String> excluded = new HashSet<>();
    for (int code = 0; code < subjects.cardinality(); code++) {
      String subject = subjects.value(code);
      if (subject != null && !covers(ledger, subject, uses, at)) {
        excluded.add(subject);
      }
    }
    return excluded;
  }

  /** Returns the rows of subjects that are not excluded; a row without a subject stays. */
  static Table without(Table table, Column subjects, Set<String> excluded) {
    if (excluded.isEmpty()) {
      return table;
    }
    boolean[] out = new boolean[subjects.cardinality()];
    for (int code = 0; code < out.length; code++) {
      String subject = subjects.value(code);
      out[code] = subject != null && excluded.contains(subject);
    }
    return table.select(
        IntStream.range(0, table.rowCount()).filter(row -> !out[subjects.code(row)]).toArray());
  }

  /** Returns true when the consents of all subjects cover all uses. */
  static boolean coverAll(
      ConsentLedger ledger,
      Collection<String> subjects,
      Collection<TableRequest.Use> uses,
      Instant at) {
    return subjects.stream().allMatch(subject -> covers(ledger, subject, uses, at));
  }

  private static boolean covers(
      ConsentLedger ledger, String subject, Collection<TableRequest.Use> uses, Instant at) {
    return uses.stream()
        .allMatch(
            use ->
                ledger.covers(subject, new ConsentLedger.Use(use.recipient(), use.purpose(), at)));
  }
}
