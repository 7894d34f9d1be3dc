package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What {@link ReleaseHistory#repair} found: the persons to hold back from a candidate table.
 *
 * @param k persons that every history must be shared by, the largest k of all plans concerned
 * @param kept persons of the candidate that may stay
 * @param withheld persons of the candidate that must be held back
 * @param rareHistories histories given earlier that fewer than k persons share, or whose values do
 *     not meet the models of a table they are in. Nothing can mend them, as what was given cannot
 *     be taken back, so if there is one everybody is withheld
 */
public record Repair(int k, int kept, Set<String> withheld, int rareHistories) {
  /** Checks the counts and keeps an immutable copy of the persons. */
  public Repair {
    withheld = Set.copyOf(requireNonNull(withheld, "withheld"));
    if (k < 1 || kept < 0 || rareHistories < 0) {
      throw new IllegalArgumentException("a repair has k of at least 1 and no negative count");
    }
  }

  /** Returns true when no person of the candidate may stay: the table must not be given. */
  public boolean nothingLeft() {
    return kept == 0;
  }
}
