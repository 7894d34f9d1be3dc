package io.dukou.anonymizer.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best combination of levels found so far, shared by all workers of a search.
 *
 * <h2>Which one wins</h2>
 *
 * <p>Let m be the smallest loss. All combinations whose loss is at most m plus {@link #TIE} times m
 * tie; of them the one with the smallest sum of levels wins, then the lexicographically smallest.
 * The tolerance is there because losses that are equal by definition may differ in their last bits.
 * A tie of several numbers (ranks) is exact, as these are rounded one by one.
 *
 * <p>The outcome does not depend on the order of the visits. A combination u may be left out if
 * some visited c has a loss not above u's and comes before u: then u cannot be the winner, since if
 * u ties, c does as well, and m is the same without u. Thread-safe.
 */
final class Incumbent {
  /** Relative difference up to which losses are equal. */
  static final double TIE = 1e-12;

  private final int width;
  private final List<Candidate> candidates = new ArrayList<>();
  private volatile double least = Double.POSITIVE_INFINITY;
  private volatile @Nullable Candidate best;

  /** A combination with its loss. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Candidate(int[] levels, int sum, double[] loss) {
    boolean comesBefore(int[] others, int othersSum) {
      return sum < othersSum || (sum == othersSum && Arrays.compare(levels, others) < 0);
    }

    /** Returns whether the other cannot win because of this. */
    boolean excludes(Candidate other) {
      return Arrays.compare(loss, other.loss) <= 0 && comesBefore(other.levels, other.sum);
    }
  }

  /** Prepares for losses of {@code width} numbers. */
  Incumbent(int width) {
    this.width = width;
  }

  /** Returns whether a combination that loses at least {@code bound} cannot win. */
  boolean beats(double[] bound, int[] levels) {
    if (beats(bound)) {
      return true;
    }
    Candidate found = best;
    return found != null
        && Arrays.compare(found.loss, bound) <= 0
        && found.comesBefore(levels, Lattice.sum(levels));
  }

  /** Returns whether no combination that loses at least {@code bound} can win. */
  boolean beats(double[] bound) {
    if (width == 1) {
      return bound[0] > least + tolerance(least);
    }
    Candidate found = best;
    return found != null && Arrays.compare(found.loss, bound) < 0;
  }

  private double tolerance(double loss) {
    return width > 1 ? 0 : TIE * Math.max(1, Math.abs(loss));
  }

  /** Takes a combination that is feasible into account. */
  synchronized void offer(int[] levels, double[] loss) {
    Candidate offered = new Candidate(levels.clone(), Lattice.sum(levels), loss.clone());
    for (Candidate candidate : candidates) {
      if (candidate.excludes(offered)) {
        return;
      }
    }
    candidates.removeIf(offered::excludes);
    candidates.add(offered);
    least = Math.min(least, loss[0]);
    best = winner();
  }

  private Candidate winner() {
    double[] bound = leastLoss();
    bound[0] += tolerance(bound[0]);
    Candidate winner = null;
    for (Candidate candidate : candidates) {
      boolean ties = Arrays.compare(candidate.loss, bound) <= 0;
      if (ties && (winner == null || candidate.comesBefore(winner.levels, winner.sum))) {
        winner = candidate;
      }
    }
    candidates.removeIf(candidate -> Arrays.compare(candidate.loss, bound) > 0);
    return winner == null ? candidates.get(0) : winner;
  }

  private double[] leastLoss() {
    double[] loss = candidates.get(0).loss;
    for (Candidate candidate : candidates) {
      loss = Arrays.compare(candidate.loss, loss) < 0 ? candidate.loss : loss;
    }
    return loss.clone();
  }

  /** Returns the levels of the best combination, or null if none was feasible. */
  int @Nullable [] levels() {
    Candidate found = best;
    return found == null ? null : found.levels.clone();
  }

  /** Returns the loss of the best combination; infinite if none was feasible. */
  double[] loss() {
    Candidate found = best;
    double[] loss = new double[width];
    Arrays.fill(loss, Double.POSITIVE_INFINITY);
    return found == null ? loss : found.loss.clone();
  }
}
