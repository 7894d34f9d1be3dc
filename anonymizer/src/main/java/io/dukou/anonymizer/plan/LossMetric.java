package io.dukou.anonymizer.plan;

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
 * all x is the loss. A quasi-identifier with nothing to lose (N = m) has x = 0. Definition as in
 * ARX 3.9.2, whose name for it is Loss. Of several tables, N counts the rows of its own table.
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
final class LossMetric implements InformationLoss {
  private static final double LARGEST_EXACT = 1L << 53;
  private static final double DECIMALS = 1e10;

  /**
   * Added before rounding down, in units of the tenth decimal: a share that is a whole number of
   * them must not fall to the one below by an error in its last bits.
   */
  private static final double ROUNDING = 1e-5;

  private final FrequencyTable table;
  private final Aggregation aggregation;
  private final double suppressionFactor;
  private final double generalisationFactor;
  private final double overlapFactor;
  private final double[][] leavesOfAllRows;

  private LossMetric(FrequencyTable table, MetricSpec spec, Aggregation aggregation) {
    this.table = table;
    this.aggregation = aggregation;
    this.suppressionFactor = Factors.suppression(spec);
    this.generalisationFactor = Factors.generalisation(spec);
    this.overlapFactor = suppressionFactor == 1 ? generalisationFactor : suppressionFactor;
    this.leavesOfAllRows = new double[table.dimensions()][];
    for (int i = 0; i < leavesOfAllRows.length; i++) {
      leavesOfAllRows[i] = sumLeaves(i);
    }
  }

  /**
   * Prepares the metric for a table.
   *
   * @throws PlanException if rows times leaves is beyond exact sums
   */
  static LossMetric of(FrequencyTable table, MetricSpec spec, Aggregation aggregation) {
    for (int i = 0; i < table.dimensions(); i++) {
      if ((double) table.rowCountOf(i) * table.leafCount(i) >= LARGEST_EXACT) {
        throw new PlanException(
            PlanError.TABLE_TOO_LARGE,
            "rows times leaves of a hierarchy is above 2^53; leave out leaves of it");
      }
    }
    return new LossMetric(table, spec, aggregation);
  }

  private double[] sumLeaves(int dimension) {
    long[] rowsOfCode = Marginals.rows(table, dimension);
    double[] sums = new double[table.levels(dimension)];
    for (int level = 0; level < sums.length; level++) {
      long[] leaves = table.leaves(dimension, level);
      long sum = 0;
      for (int code = 0; code < rowsOfCode.length; code++) {
        sum += leaves[table.form(dimension, level, code)] * rowsOfCode[code];
      }
      sums[level] = sum;
    }
    return sums;
  }

  @Override
  public int width() {
    return aggregation.width();
  }

  @Override
  public double[] account(CountedNode node, boolean hardOnly) {
    int[] rows = node.suppressedRows(hardOnly);
    long[] sums = sumLeaves(node, rows);
    long[] counts = node.rowsOfTables(rows);
    double[] account = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      double whole = (double) table.leafCount(i) * counts[table.tableOf(i)];
      account[i] = suppressionFactor * whole - overlapFactor * sums[i];
    }
    return account;
  }

  private long[] sumLeaves(CountedNode node, int[] rows) {
    KeyLayout layout = node.grouping().layout();
    int dimensions = table.dimensions();
    long[][] leaves = new long[dimensions][];
    for (int i = 0; i < dimensions; i++) {
      leaves[i] = table.leaves(i, node.levels()[i]);
    }
    long[] keys = node.grouping().keys;
    long[] sums = new long[dimensions];
    for (int tuple = 0; tuple < node.grouping().tupleCount; tuple++) {
      if (rows[tuple] != 0) {
        for (int i = 0; i < dimensions; i++) {
          sums[i] += leaves[i][layout.code(i, keys, tuple)] * rows[tuple];
        }
      }
    }
    return sums;
  }

  @Override
  public void loss(int[] levels, double[] account, double[] target) {
    bound(levels, account, null, target);
  }

  @Override
  public void bound(
      int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target) {
    double[] losses = new double[levels.length];
    for (int i = 0; i < losses.length; i++) {
      double added = evidence == null ? 0 : evidence[i];
      losses[i] = normalise(i, leavesOfAllRows[i][levels[i]], added);
    }
    aggregation.aggregate(losses, target);
  }

  private double normalise(int dimension, double leaves, double added) {
    double rows = table.rowCountOf(dimension);
    double least = generalisationFactor * rows;
    double range = table.leafCount(dimension) * rows - least;
    double excess = generalisationFactor * leaves + added - least;
    return rounded(range > 0 ? Math.max(0, excess / range) : 0);
  }

  /** Rounds the loss of a quasi-identifier down to ten decimals. */
  static double rounded(double loss) {
    return Math.floor(loss * DECIMALS + ROUNDING) / DECIMALS;
  }

  @Override
  public double classLoss(CountedNode node, int index) {
    Grouping grouping = node.grouping();
    int[] starts = grouping.starts;
    int from = starts == null ? index : starts[index];
    int to = starts == null ? index + 1 : starts[index + 1];
    double[] losses = new double[table.dimensions()];
    for (int place = from; place < to; place++) {
      int tuple = starts == null ? place : grouping.members[place];
      for (int i = 0; i < losses.length; i++) {
        long leaves = table.leaves(i, node.levels()[i])[node.code(i, tuple)];
        losses[i] += grouping.subjects[index] * ((double) leaves / table.leafCount(i));
      }
    }
    double[] target = new double[width()];
    aggregation.aggregate(losses, target);
    return target[0];
  }
}
