package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a column probably is.
 *
 * @param column name of the column
 * @param concept what it is about
 * @param role the role proposed
 * @param type type of every value
 * @param hierarchy the hierarchy proposed, in the words of the specification; null if there is none
 * @param confidence how sure the proposal is, from 0 to 1; an ordering, not a probability
 * @param evidence the reasons
 * @param doubts why a person must look at it; empty if nothing is in doubt
 */
public record Proposal(
    String column,
    Concept concept,
    Role role,
    ValueType type,
    @Nullable String hierarchy,
    double confidence,
    List<Evidence> evidence,
    Set<Doubt> doubts) {
  /** Refuses a confidence outside 0 to 1. */
  public Proposal {
    requireNonNull(column, "column");
    requireNonNull(concept, "concept");
    requireNonNull(role, "role");
    requireNonNull(type, "type");
    evidence = List.copyOf(evidence);
    doubts = doubts.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(doubts));
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence is not from 0 to 1");
    }
  }

  /** Returns whether a person must look at the column. */
  public boolean needsReview() {
    return !doubts.isEmpty();
  }

  /** Returns the doubts in the order of {@link Doubt}. */
  List<Doubt> orderedDoubts() {
    return doubts.stream().sorted().toList();
  }
}
