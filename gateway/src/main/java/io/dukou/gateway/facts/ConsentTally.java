package io.dukou.gateway.facts;

import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import java.time.Instant;
import java.util.Collection;

/** Counts the subjects of a release by the state of their consent. */
public final class ConsentTally {
  private ConsentTally() {}

  /**
   * Counts {@code subjects}, each of which is given once.
   *
   * @param at the time of the event
   */
  public static ConsentCounts count(
      ConsentLedger ledger,
      Collection<String> subjects,
      String recipient,
      String purpose,
      Instant at) {
    return java.util.Optional.<ConsentCounts>empty().orElseThrow();
  }
}
