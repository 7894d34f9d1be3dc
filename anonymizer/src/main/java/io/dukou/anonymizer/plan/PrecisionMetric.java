package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Precision (Sweeney, Achieving k-Anonymity Privacy Protection Using Generalization and
 * Suppression, 2002; as in ARX 3.9.2), and the sum of levels.
 *
 * <p>For a quasi-identifier of H levels at level L, with S of N rows suppressed, precision loses x
 * = ((N - S) g L / (H - 1) + S s) / N, 0 if H = 1; in its monotonic form g L / (H - 1). Height is
 * L. With few rows suppressed x may fall as more are, so a bound takes the better of the least and
 * the largest number that S can be. Of several tables, N and S count the rows of its own table.
 * Immutable.
 */
final class PrecisionMetric implements InformationLoss {
  private final Aggregation aggregation;
  private final double[] rows;
  private final int[] tableOf;
  private final double suppressionFactor;
  private final boolean monotonic;
  private final double[][] climbed;

  private PrecisionMetric(
      FrequencyTable table, MetricSpec spec, Aggregation aggregation, boolean isHeight) {
    this.aggregation = aggregation;
    this.rows = new double[table.dimensions()];
    this.tableOf = new int[table.dimensions()];
    this.suppressionFactor = Factors.suppression(spec);
    this.monotonic = spec.monotonic() || isHeight;
    this.climbed = new double[table.dimensions()][];
    for (int i = 0; i < climbed.length; i++) {
      rows[i] = table.rowCountOf(i);
      tableOf[i] = table.tableOf(i);
      climbed[i] = new double[table.levels(i)];
      for (int level = 1; level < climbed[i].length; level++) {
        double share = Factors.generalisation(spec) * level / (climbed[i].length - 1);
        climbed[i][level] = isHeight ? level : share;
      }
    }
  }

  /** Prepares precision for a table. */
  static PrecisionMetric precision(FrequencyTable table, MetricSpec spec, Aggregation aggregation) {
    return new PrecisionMetric(table, spec, aggregation, false);
  }

  /** Prepares the sum of levels for a table. */
  static PrecisionMetric height(FrequencyTable table, MetricSpec spec, Aggregation aggregation) {
    return new PrecisionMetric(table, spec, aggregation, true);
  }

  @Override
  public int width() {
    return aggregation.width();
  }

  @Override
  public double[] account(CountedNode node, boolean hardOnly) {
    if (monotonic) {
      return new double[node.table().tableCount()];
    }
    return node.table().tableCount() == 1
        ? new double[] {node.suppressedRowCount(hardOnly)}
        : Arrays.stream(node.rowsOfTables(node.suppressedRows(hardOnly)))
            .asDoubleStream()
            .toArray();
  }

  @Override
  public void loss(int[] levels, double[] account, double[] target) {
    double[] losses = new double[levels.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = lost(i, levels[i], account[tableOf[i]]);
    }
    aggregation.aggregate(losses, target);
  }

  private double lost(int dimension, int level, double suppressed) {
    double generalised = climbed[dimension][level];
    double all = rows[dimension];
    if (monotonic || climbed[dimension].length == 1 || all == 0) {
      return generalised;
    }
    return ((all - suppressed) * generalised + suppressed * suppressionFactor) / all;
  }

  @Override
  public void bound(
      int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target) {
    double[] losses = new double[levels.length];
    for (int i = 0; i < losses.length; i++) {
      double least = evidence == null ? 0 : evidence[tableOf[i]];
      losses[i] = Math.min(lost(i, levels[i], least), lost(i, levels[i], rows[i]));
    }
    aggregation.aggregate(losses, target);
  }
}
