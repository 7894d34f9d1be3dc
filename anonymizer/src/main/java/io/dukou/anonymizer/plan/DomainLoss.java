package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What a release loses by the Loss metric, column by column and in total; of any table that a plan
 * is applied to. See {@link LossMetric} for the definition, which gives the same total on the
 * planned table. A row that is not released loses everything, for whatever reason it is not.
 *
 * <p>Immutable; any thread may read it.
 *
 * @param columns what each quasi-identifier loses, in the order of the plan
 * @param total what all of them lose together; the largest for the aggregate rank
 */
public record DomainLoss(List<ColumnLoss> columns, double total) {
  /** Copies the list. */
  public DomainLoss {
    columns = List.copyOf(columns);
  }

  /**
   * Measures a release.
   *
   * @param table the table that {@code plan} was applied to
   * @param releasedRows for each of its rows, whether it was released
   * @param spec says what the columns weigh, and how Loss is weighed if that is its metric
   */
  public static DomainLoss of(
      Table table, boolean[] releasedRows, ReleasePlan plan, ReleaseSpec spec) {
    MetricSpec metric =
        spec.metric().type() == MetricSpec.Type.LOSS ? spec.metric() : MetricSpec.DEFAULT;
    EquivalenceClasses classes = EquivalenceClasses.of(table, plan);
    List<ColumnLoss> columns = new ArrayList<>();
    double[] weights = new double[classes.dimensions()];
    double[] losses = new double[classes.dimensions()];
    for (int i = 0; i < losses.length; i++) {
      PlannedColumn planned = plan.quasiIdentifiers().get(i);
      weights[i] =
          spec.attribute(planned.name())
              .map(AttributeSpec::weight)
              .orElse(AttributeSpec.DEFAULT_WEIGHT);
      losses[i] = loss(classes.column(i), planned.level(), releasedRows, metric);
      int levels = planned.hierarchy().levels();
      columns.add(new ColumnLoss(planned.name(), planned.level(), levels, losses[i]));
    }
    Aggregation aggregation = new Aggregation(metric.aggregate(), weights);
    double[] total = new double[aggregation.width()];
    aggregation.aggregate(losses, total);
    return new DomainLoss(columns, total[0]);
  }

  private static double loss(
      GeneralisedColumn column, int level, boolean[] releasedRows, MetricSpec metric) {
    double generalisation = Factors.generalisation(metric);
    double suppression = Factors.suppression(metric);
    double leafCount = column.leafCount();
    double sum = 0;
    for (int row = 0; row < releasedRows.length; row++) {
      int form = column.code(level, column.column().code(row));
      double share = form == GeneralisedColumn.OUTSIDE ? 1 : column.leaves(level, form) / leafCount;
      sum += releasedRows[row] ? generalisation * share : share + suppression * (1 - share);
    }
    double least = generalisation * releasedRows.length / leafCount;
    double range = releasedRows.length - least;
    return LossMetric.rounded(range > 0 ? Math.max(0, (sum - least) / range) : 0);
  }

  /**
   * What one quasi-identifier loses.
   *
   * @param column its name
   * @param level the level it is released at
   * @param levels the levels of its hierarchy, the original one included
   * @param loss from 0, nothing, to 1, everything
   */
  public record ColumnLoss(String column, int level, int levels, double loss) {
    /** Refuses a column without a name. */
    public ColumnLoss {
      requireNonNull(column, "column");
    }
  }
}
