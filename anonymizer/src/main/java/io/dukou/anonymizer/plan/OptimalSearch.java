package io.dukou.anonymizer.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the combination of levels with the smallest loss among those that suppress few enough
 * subjects.
 *
 * <h2>Why the result is the optimum</h2>
 *
 * <p>Combinations are visited in layers of equal level sum, from the coarsest. One is left out only
 * if
 *
 * <ul>
 *   <li>a combination one level coarser suppresses too many subjects, or was left out for that: a
 *       finer one suppresses them as well, the models being monotone; or
 *   <li>a bound below its loss is above the smallest loss found so far. The bound uses the levels
 *       and the evidence of all coarser combinations that were counted, see {@link
 *       InformationLoss}.
 * </ul>
 *
 * <p>Losses that differ by no more than {@link #TIE} are equal: metrics round to ten decimals, so
 * closer ones differ by the order of floating-point operations only. Of equal ones the smaller
 * level sum wins, then the lexicographically smaller combination.
 *
 * <p>A greedy descent first finds a good combination to compare with; it decides nothing else.
 *
 * @param <E> evidence of the metric
 */
final class OptimalSearch<E> {
  /** Difference up to which losses are equal. */
  static final double TIE = 1e-12;

  private final Lattice lattice;
  private final ClassCounter counter;
  private final InformationLoss<E> metric;
  private final long limit;
  private final Map<Long, Visit<E>> counted = new HashMap<>();
  private Map<Long, Visit<E>> coarser = new HashMap<>();
  private Map<Long, Visit<E>> layer = new HashMap<>();
  private int @Nullable [] best;
  private double bestLoss = Double.POSITIVE_INFINITY;

  /** Prepares a search that may suppress {@code limit} subjects. */
  OptimalSearch(Lattice lattice, ClassCounter counter, InformationLoss<E> metric, long limit) {
    this.lattice = lattice;
    this.counter = counter;
    this.metric = metric;
    this.limit = limit;
  }

  /** Returns the optimum, or null if every combination suppresses too many subjects. */
  int @Nullable [] run() {
    int[] top = lattice.top();
    if (count(top).isInfeasible()) {
      return null;
    }
    descend(top);
    for (int sum = Lattice.sum(top); sum >= 0; sum--) {
      visitLayer(new int[lattice.dimensions()], 0, sum);
      coarser = layer;
      layer = new HashMap<>();
    }
    return best;
  }

  /** Returns the loss of the optimum. */
  double loss() {
    return bestLoss;
  }

  /** Moves to the best feasible neighbour one level finer until there is none better. */
  private void descend(int[] start) {
    int[] current = start.clone();
    int chosen;
    do {
      chosen = -1;
      double chosenBound = Double.POSITIVE_INFINITY;
      for (int i = 0; i < current.length; i++) {
        if (current[i] > 0) {
          current[i]--;
          double bound = metric.bound(current, null);
          if (bound < chosenBound && !count(current).isInfeasible()) {
            chosenBound = bound;
            chosen = i;
          }
          current[i]++;
        }
      }
      if (chosen >= 0) {
        current[chosen]--;
      }
    } while (chosen >= 0);
  }

  /** Visits the combinations whose first levels are set and whose others sum up to {@code rest}. */
  private void visitLayer(int[] levels, int dimension, int rest) {
    if (dimension == levels.length) {
      visit(levels);
      return;
    }
    int room = 0;
    for (int i = dimension + 1; i < levels.length; i++) {
      room += lattice.top(i);
    }
    int from = Math.max(0, rest - room);
    int to = Math.min(lattice.top(dimension), rest);
    for (int level = from; level <= to; level++) {
      levels[dimension] = level;
      if (metric.bound(levels, null) > bestLoss + TIE) {
        break;
      }
      visitLayer(levels, dimension + 1, rest - level);
    }
    levels[dimension] = 0;
  }

  private void visit(int[] levels) {
    if (Thread.currentThread().isInterrupted()) {
      throw new PlanException(PlanError.INTERRUPTED, "planning was interrupted");
    }
    long index = lattice.index(levels);
    Visit<E> visit = counted.get(index);
    if (visit == null) {
      Visit<E> known = inherit(levels, index);
      boolean hopeless = known.isInfeasible() || !couldWin(levels, known.evidence());
      visit = hopeless ? known : count(levels);
    }
    layer.put(index, visit);
  }

  /** Returns what coarser combinations tell about {@code levels}. */
  private Visit<E> inherit(int[] levels, long index) {
    E evidence = null;
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] < lattice.top(i)) {
        Visit<E> parent = coarser.get(index + lattice.stride(i));
        if (parent != null && parent.isInfeasible()) {
          return parent;
        }
        evidence = metric.stronger(evidence, parent == null ? null : parent.evidence());
      }
    }
    return new Visit<>(false, evidence);
  }

  private boolean couldWin(int[] levels, @Nullable E evidence) {
    double bound = metric.bound(levels, evidence);
    return bound < bestLoss - TIE || (bound <= bestLoss + TIE && wins(levels));
  }

  /** Returns whether {@code levels} would win over the best at an equal loss. */
  private boolean wins(int[] levels) {
    if (best == null) {
      return true;
    }
    int difference = Lattice.sum(levels) - Lattice.sum(best);
    return difference < 0 || (difference == 0 && Arrays.compare(levels, best) < 0);
  }

  private Visit<E> count(int[] levels) {
    long index = lattice.index(levels);
    Visit<E> known = counted.get(index);
    if (known != null) {
      return known;
    }
    Suppression suppression = counter.check(levels);
    boolean infeasible = suppression.subjectCount() > limit;
    Visit<E> visit = new Visit<>(infeasible, infeasible ? null : metric.evidence(suppression));
    counted.put(index, visit);
    if (!infeasible) {
      compare(levels, metric.bound(levels, visit.evidence()));
    }
    return visit;
  }

  private void compare(int[] levels, double loss) {
    if (loss < bestLoss - TIE || (loss <= bestLoss + TIE && wins(levels))) {
      best = levels.clone();
      bestLoss = loss;
    }
  }

  /**
   * What is known about a combination.
   *
   * @param isInfeasible whether it certainly suppresses too many subjects
   * @param evidence of itself or of coarser ones
   */
  private record Visit<E>(boolean isInfeasible, @Nullable E evidence) {}
}
