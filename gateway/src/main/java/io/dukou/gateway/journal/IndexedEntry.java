package io.dukou.gateway.journal;

import io.dukou.audit.LeafKind;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of an entry.
 *
 * @param index index of the entry
 * @param at its time
 * @param kind what it records
 * @param party the recipient, empty if there is none
 * @param study the study, empty if there is none
 * @param dataset the dataset, empty if there is none
 * @param outcome how it was decided or ended
 * @param rules numbers of the rules that did not simply allow
 * @param table of a release, index of the entry of the table whose rows it gives; else -1
 */
public record IndexedEntry(
    long index,
    Instant at,
    LeafKind kind,
    String party,
    String study,
    String dataset,
    String outcome,
    SortedSet<String> rules,
    long table) {
  /** Copies the set. */
  public IndexedEntry {
    rules = Collections.unmodifiableSortedSet(new TreeSet<>(rules));
  }
}
