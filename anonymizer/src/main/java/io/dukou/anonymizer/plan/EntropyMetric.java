package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Non-uniform entropy (Gionis and Tassa, k-Anonymization with Minimal Loss of Information, 2009; as
 * in ARX 3.9.2).
 *
 * <p>With f the rows that hold a value and f(gen) those that hold its form, generalising one
 * quasi-identifier loses g times the sum over all values of f log2(f(gen) / f). Unless the
 * monotonic form is asked for, suppressing S rows, of which t hold a form, loses s times the sum
 * over all forms of t log2(S / t) on top. The sum is rounded down to ten decimals. Of several
 * tables, S counts the rows of its own table.
 *
 * <p>Both parts can only grow from a coarser to a finer set of suppressed rows and from finer to
 * coarser levels, so either bounds the loss. Since logarithms round, bounds are lowered by a
 * relative {@link #MARGIN}. Immutable.
 */
final class EntropyMetric implements InformationLoss {
  private static final double LN2 = Math.log(2);
  private static final double MARGIN = 1e-12;

  private final FrequencyTable table;
  private final Aggregation aggregation;
  private final double suppressionFactor;
  private final double[][] generalised;

  /** Prepares the metric for a table. */
  EntropyMetric(FrequencyTable table, MetricSpec spec, Aggregation aggregation) {
    this.table = table;
    this.aggregation = aggregation;
    this.suppressionFactor = spec.monotonic() ? 0 : Factors.suppression(spec);
    this.generalised = new double[table.dimensions()][];
    for (int i = 0; i < generalised.length; i++) {
      generalised[i] = new double[table.levels(i)];
      for (int level = 0; level < generalised[i].length; level++) {
        generalised[i][level] = Factors.generalisation(spec) * generalise(i, level);
      }
    }
  }

  private double generalise(int dimension, int level) {
    long[] values = Marginals.rows(table, dimension);
    long[] forms = Marginals.rows(table, dimension, level);
    double sum = 0;
    for (int code = 0; code < values.length; code++) {
      if (values[code] > 0) {
        double form = forms[table.form(dimension, level, code)];
        sum += values[code] * Math.log(form / values[code]) / LN2;
      }
    }
    return sum;
  }

  @Override
  public int width() {
    return aggregation.width();
  }

  @Override
  public double[] account(CountedNode node, boolean hardOnly) {
    double[] account = new double[generalised.length];
    if (suppressionFactor == 0) {
      return account;
    }
    int[] rows = node.suppressedRows(hardOnly);
    for (int i = 0; i < account.length; i++) {
      account[i] = suppressionFactor * suppress(node, i, rows);
    }
    return account;
  }

  private double suppress(CountedNode node, int dimension, int[] rows) {
    long[] counts = new long[table.cardinality(dimension, node.levels()[dimension])];
    for (int tuple = 0; tuple < node.grouping().tupleCount; tuple++) {
      if (rows[tuple] != 0) {
        counts[node.code(dimension, tuple)] += rows[tuple];
      }
    }
    int present = counts.length - (table.tableCount() > 1 ? 1 : 0);
    long all = Arrays.stream(counts, 0, present).sum();
    double sum = 0;
    for (int code = 0; code < present; code++) {
      long count = counts[code];
      if (count > 0) {
        sum += count * Math.log((double) all / count) / LN2;
      }
    }
    return sum;
  }

  @Override
  public void loss(int[] levels, double[] account, double[] target) {
    aggregate(levels, account, 1, target);
  }

  @Override
  public void bound(
      int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target) {
    aggregate(levels, evidence, 1 - MARGIN, target);
  }

  private void aggregate(
      int[] levels, double @Nullable [] account, double factor, double[] target) {
    double[] losses = new double[levels.length];
    for (int i = 0; i < losses.length; i++) {
      double added = account == null ? 0 : account[i];
      losses[i] = Aggregation.floor((generalised[i][levels[i]] + added) * factor);
    }
    aggregation.aggregate(losses, target);
  }
}
