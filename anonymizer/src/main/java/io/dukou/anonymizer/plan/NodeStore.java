package io.dukou.anonymizer.plan;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a search has learned of single combinations of levels, for those finer than they. Kept only
 * where there are few combinations: it saves counts, and changes no result. Thread-safe.
 */
final class NodeStore {
  private static final long MOST_NUMBERS = 1 << 22;

  private final Lattice lattice;
  private final @Nullable AtomicReferenceArray<Known> nodes;

  /** Prepares for a lattice. */
  NodeStore(Lattice lattice) {
    this.lattice = lattice;
    boolean isSmall = lattice.size() <= MOST_NUMBERS / Math.max(1, lattice.dimensions());
    this.nodes = isSmall ? new AtomicReferenceArray<>((int) lattice.size()) : null;
  }

  /** Returns what was learned of a combination, or null. */
  @Nullable Known get(int[] levels) {
    return nodes == null ? null : nodes.get((int) lattice.index(levels));
  }

  /** Keeps what was learned of a combination. */
  Known put(int[] levels, Known known) {
    if (nodes != null) {
      nodes.set((int) lattice.index(levels), known);
    }
    return known;
  }

  /** Returns what the combinations one level coarser tell about {@code levels}. */
  Known inherit(int[] levels, double @Nullable [] evidence) {
    if (nodes == null) {
      return new Known(false, false, false, evidence);
    }
    long index = lattice.index(levels);
    double[] strongest = evidence;
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] < lattice.top(i)) {
        Known coarser = nodes.get((int) (index + lattice.stride(i)));
        if (coarser != null && coarser.isHopeless()) {
          return coarser;
        }
        strongest =
            InformationLoss.stronger(strongest, coarser == null ? null : coarser.evidence());
      }
    }
    return new Known(false, false, false, strongest);
  }

  /**
   * What is known of a combination.
   *
   * @param isCounted whether its classes were counted
   * @param isHopeless whether it and everything finer suppresses too much
   * @param isFeasible whether it was counted and meets the models within the limit
   * @param evidence account that is evidence for it and everything finer; null if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Known(
      boolean isCounted, boolean isHopeless, boolean isFeasible, double @Nullable [] evidence) {
    /** It and everything finer suppresses too much. */
    static final Known HOPELESS = new Known(true, true, false, null);
  }
}
