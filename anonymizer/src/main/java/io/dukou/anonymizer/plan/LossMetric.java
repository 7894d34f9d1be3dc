package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.MetricSpec;
import org.jspecify.annotations.Nullable;

/**
 * The Loss metric, a normalised domain share.
 *
 * <h2>Definition</h2>
 *
 * <p>For a quasi-identifier with D leaves, a row whose form covers c leaves has the share c/D. With
 * s = min(1, 2 gs) and g = 1 for gs up to 0.5, else 1 - 2 (gs - 0.5), a released row costs g c/D
 * and a suppressed one 1 if s = 1, else c/D + s (1 - c/D). Their sum a over N rows is normalised to
 * x = (a - m) / (N - m) with m = g N/D, cut at 0 and rounded down to ten decimals; the aggregate of
 * all x is the loss. A quasi-identifier with nothing to lose (N = m) has x = 0.
 *
 * <h2>Exactness</h2>
 *
 * <p>Leaves and rows are integers, so a D is kept as g A + s D n - h B, where A sums the leaves of
 * all rows at a level and is known before any check, n counts suppressed rows, B sums their leaves,
 * and h = g if s = 1, else s; x is (a D - g N) / (D N - g N). With gs = 0.5 all of these are
 * integers below 2^53, so the division is the first step that rounds. What follows is monotone in
 * floating point as well. So the bound with no evidence, or with that of a coarser combination, is
 * never above the loss: suppressed rows of a coarser combination are suppressed in a finer one,
 * where their leaves are not more.
 */
final class LossMetric implements InformationLoss<double[]> {
  private static final double LARGEST_EXACT = 1L << 53;
  private static final double DECIMALS = 1e10;

  /**
   * Added before rounding down, in units of the tenth decimal: a share that is a whole number of
   * them must not fall to the one below by an error in its last bits.
   */
  private static final double ROUNDING = 1e-5;

  private final FrequencyTable table;
  private final Aggregate aggregate;
  private final double[] weights;
  private final double suppressionFactor;
  private final double generalisationFactor;
  private final double overlapFactor;
  private final double[][] leavesOfAllRows;

  private LossMetric(FrequencyTable table, MetricSpec spec, double[] weights) {
    this.table = table;
    this.aggregate = spec.aggregate();
    this.weights = relative(weights);
    double gs = spec.gsFactor();
    this.suppressionFactor = Math.min(1, 2 * gs);
    this.generalisationFactor = gs <= 0.5 ? 1 : 1 - 2 * (gs - 0.5);
    this.overlapFactor = suppressionFactor == 1 ? generalisationFactor : suppressionFactor;
    this.leavesOfAllRows = new double[table.dimensions()][];
    for (int i = 0; i < leavesOfAllRows.length; i++) {
      leavesOfAllRows[i] = sumLeaves(i);
    }
  }

  /**
   * Prepares the metric for a table.
   *
   * @param weights the weight of each quasi-identifier; divided by the largest
   * @throws PlanException if rows times leaves is beyond exact sums
   */
  static LossMetric of(FrequencyTable table, MetricSpec spec, double[] weights) {
    for (int i = 0; i < table.dimensions(); i++) {
      if ((double) table.rowCount() * table.leafCount(i) >= LARGEST_EXACT) {
        throw new PlanException(
            PlanError.TABLE_TOO_LARGE, "rows times leaves of a hierarchy is above 2^53");
      }
    }
    return new LossMetric(table, spec, weights);
  }

  private static double[] relative(double[] weights) {
    double largest = 0;
    for (double weight : weights) {
      largest = Math.max(largest, weight);
    }
    double[] relative = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      relative[i] = weights[i] / largest;
    }
    return relative;
  }

  private double[] sumLeaves(int dimension) {
    double[] sums = new double[table.levels(dimension)];
    for (int level = 0; level < sums.length; level++) {
      long[] leaves = table.leaves(dimension, level);
      long sum = 0;
      for (int tuple = 0; tuple < table.tupleCount(); tuple++) {
        sum += leaves[table.code(dimension, tuple)] * table.rows(tuple);
      }
      sums[level] = sum;
    }
    return sums;
  }

  @Override
  public double[] evidence(Suppression suppression) {
    double[] evidence = new double[weights.length];
    for (int i = 0; i < evidence.length; i++) {
      long[] leaves = table.leaves(i, suppression.levels()[i]);
      long sum = 0;
      for (int entry = 0; entry < suppression.size(); entry++) {
        sum += leaves[table.code(i, suppression.tuple(entry))] * suppression.rows(entry);
      }
      double whole = (double) table.leafCount(i) * suppression.rowCount();
      evidence[i] = suppressionFactor * whole - overlapFactor * sum;
    }
    return evidence;
  }

  @Override
  public double @Nullable [] stronger(double @Nullable [] first, double @Nullable [] second) {
    if (first == null || second == null || first == second) {
      return first == null ? second : first;
    }
    double[] both = new double[first.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = Math.max(first[i], second[i]);
    }
    return both;
  }

  @Override
  public double bound(int[] levels, double @Nullable [] evidence) {
    double[] losses = new double[levels.length];
    for (int i = 0; i < losses.length; i++) {
      double added = evidence == null ? 0 : evidence[i];
      losses[i] = weights[i] * normalise(i, leavesOfAllRows[i][levels[i]], added);
    }
    return aggregate(losses);
  }

  private double normalise(int dimension, double leaves, double added) {
    double rows = table.rowCount();
    double least = generalisationFactor * rows;
    double range = table.leafCount(dimension) * rows - least;
    double excess = generalisationFactor * leaves + added - least;
    double share = range > 0 ? Math.max(0, excess / range) : 0;
    return Math.floor(share * DECIMALS + ROUNDING) / DECIMALS;
  }

  private double aggregate(double[] losses) {
    return switch (aggregate) {
      case SUM -> sum(losses);
      case ARITHMETIC_MEAN -> mean(losses);
      case GEOMETRIC_MEAN -> geometricMean(losses);
      case MAXIMUM -> maximum(losses);
    };
  }

  private static double sum(double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private static double mean(double[] losses) {
    double mean = 0;
    for (double loss : losses) {
      mean += loss / losses.length;
    }
    return mean;
  }

  private static double geometricMean(double[] losses) {
    double product = 1;
    for (double loss : losses) {
      product *= Math.pow(loss + 1, 1.0 / losses.length);
    }
    return product - 1;
  }

  private static double maximum(double[] losses) {
    double maximum = 0;
    for (double loss : losses) {
      maximum = Math.max(maximum, loss);
    }
    return maximum;
  }
}
