package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a release loses by the Loss metric, column by column and in total; of any table that a plan
 * is applied to. See {@link LossMetric} for the definition, which gives the same total on the
 * planned table of a plan of one layer. Of several, a row costs what it does at the levels of its
 * own layer. A row that is not released loses everything, for whatever reason it is not.
 *
 * <p>Immutable; any thread may read it.
 *
 * @param columns what each quasi-identifier loses, in the order of the plan
 * @param total what all of them lose together; the largest for the aggregate rank
 * @param layers what each layer of the plan releases, and what is lost up to it where generalising
 *     and leaving out weigh the same
 */
public record DomainLoss(List<ColumnLoss> columns, double total, List<LayerLoss> layers) {
  /** Stands for the layer of a row that is not released. */
  public static final int NOT_RELEASED = SubjectClasses.NONE;

  /** Copies the lists. */
  public DomainLoss {
    columns = List.copyOf(columns);
    layers = List.copyOf(layers);
  }

  /**
   * Measures a release.
   *
   * @param table the table that {@code plan} was applied to
   * @param layerOfRow for each of its rows, the layer in which it was released, or {@link
   *     #NOT_RELEASED}
   * @param spec says what the columns weigh, and how Loss is weighed if that is its metric
   */
  public static DomainLoss of(Table table, int[] layerOfRow, ReleasePlan plan, ReleaseSpec spec) {
    return new Measuring(table, layerOfRow, plan, spec).loss();
  }

  /**
   * Measures a release of several tables: each quasi-identifier on the rows of its own table, as
   * the planner of several tables does.
   *
   * @param tables the tables that {@code plan} was applied to, counted ones in their counted form
   * @param isReleased says of a table, by its number in the plan, and a row of it whether that was
   *     released
   * @param spec says what the columns weigh, and how Loss is weighed if that is its metric
   */
  public static DomainLoss of(
      Map<String, Table> tables, StudyPlan plan, ReleasedRows isReleased, StudySpec spec) {
    MetricSpec metric = lossOf(spec.metric());
    List<ColumnLoss> columns = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    int records = 0;
    for (int number = 0; number < plan.tables().size(); number++) {
      StudyPlan.PlannedTable planned = plan.tables().get(number);
      TableSpec own = spec.table(planned.name()).orElseThrow();
      Table table = plan.tableOf(tables, planned);
      int[] layerOfRow = new int[table.rowCount()];
      for (int row = 0; row < layerOfRow.length; row++) {
        layerOfRow[row] = isReleased.test(number, row) ? 0 : NOT_RELEASED;
        records += layerOfRow[row] == 0 ? 1 : 0;
      }
      for (PlannedColumn column : planned.quasiIdentifiers()) {
        GeneralisedColumn generalised =
            new GeneralisedColumn(
                table.column(column.name()),
                column.hierarchy(),
                column.missing() == MissingRule.MATCHES_ANYTHING);
        columns.add(
            new ColumnLoss(
                own.qualify(column.name()),
                column.level(),
                column.hierarchy().levels(),
                loss(generalised, column, layerOfRow, 1, metric)));
        weights.add(weight(own.attributes(), column.name()));
      }
    }
    double[] losses = columns.stream().mapToDouble(ColumnLoss::loss).toArray();
    double total =
        total(losses, metric, weights.stream().mapToDouble(Double::doubleValue).toArray());
    List<Integer> levels = columns.stream().map(ColumnLoss::level).toList();
    return new DomainLoss(columns, total, List.of(new LayerLoss(levels, records, total)));
  }

  private static MetricSpec lossOf(MetricSpec metric) {
    return metric.type() == MetricSpec.Type.LOSS ? metric : MetricSpec.DEFAULT;
  }

  private static double weight(List<AttributeSpec> attributes, String column) {
    return attributes.stream()
        .filter(attribute -> attribute.name().equals(column))
        .findFirst()
        .map(AttributeSpec::weight)
        .orElse(AttributeSpec.DEFAULT_WEIGHT);
  }

  private static double total(double[] losses, MetricSpec metric, double[] weights) {
    Aggregation aggregation = new Aggregation(metric.aggregate(), weights);
    double[] total = new double[aggregation.width()];
    aggregation.aggregate(losses, total);
    return total[0];
  }

  /** Returns the loss of a quasi-identifier, had the first {@code layers} been all. */
  private static double loss(
      GeneralisedColumn column,
      PlannedColumn planned,
      int[] layerOfRow,
      int layers,
      MetricSpec by) {
    double generalisation = Factors.generalisation(by);
    double suppression = Factors.suppression(by);
    double leafCount = column.leafCount();
    double sum = 0;
    for (int row = 0; row < layerOfRow.length; row++) {
      boolean isReleased = layerOfRow[row] != NOT_RELEASED && layerOfRow[row] < layers;
      int level = planned.level(isReleased ? layerOfRow[row] : 0);
      int form = column.code(level, column.column().code(row));
      double share = form == GeneralisedColumn.OUTSIDE ? 1 : column.leaves(level, form) / leafCount;
      sum += isReleased ? generalisation * share : share + suppression * (1 - share);
    }
    double least = generalisation * layerOfRow.length / leafCount;
    double range = layerOfRow.length - least;
    return LossMetric.rounded(range > 0 ? Math.max(0, (sum - least) / range) : 0);
  }

  /** Says of the rows of several tables whether they were released. */
  @FunctionalInterface
  public interface ReleasedRows {
    /** Returns whether a row of a table, by its number in the plan, was released. */
    boolean test(int table, int row);
  }

  /** Returns how much smaller the loss is than that of the first layer alone. */
  public double gained() {
    return layers.get(0).total() - layers.get(layers.size() - 1).total();
  }

  /** Returns what each layer does as the JSON object that commands print. */
  public ObjectNode layersToJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray("layers");
    for (LayerLoss layer : layers) {
      ObjectNode line = listed.addObject();
      layer.levels().forEach(line.putArray("levels")::add);
      line.put("released", layer.records());
      line.put("loss", layer.total());
    }
    json.put("lossBefore", layers.get(0).total());
    json.put("lossAfter", layers.get(layers.size() - 1).total());
    json.put("utilityGained", gained());
    return json;
  }

  /**
   * What one quasi-identifier loses.
   *
   * @param column its name
   * @param level the level it is released at in the first layer
   * @param levels the levels of its hierarchy, the original one included
   * @param loss from 0, nothing, to 1, everything
   */
  public record ColumnLoss(String column, int level, int levels, double loss) {
    /** Refuses a column without a name. */
    public ColumnLoss {
      requireNonNull(column, "column");
    }
  }

  /**
   * What a layer releases.
   *
   * @param levels the level of each quasi-identifier
   * @param records rows that it releases
   * @param total what all quasi-identifiers lose together if it is the last layer
   */
  public record LayerLoss(List<Integer> levels, int records, double total) {
    /** Copies the list. */
    public LayerLoss {
      levels = List.copyOf(levels);
    }
  }

  /** The work of measuring. */
  private static final class Measuring {
    private final EquivalenceClasses classes;
    private final int[] layerOfRow;
    private final ReleasePlan plan;
    private final MetricSpec metric;
    private final MetricSpec neutral;
    private final double[] weights;

    Measuring(Table table, int[] layerOfRow, ReleasePlan plan, ReleaseSpec spec) {
      this.classes = EquivalenceClasses.of(table, plan);
      this.layerOfRow = layerOfRow;
      this.plan = plan;
      this.metric = lossOf(spec.metric());
      this.neutral = MetricSpec.loss(metric.aggregate(), MetricSpec.NEUTRAL);
      this.weights =
          plan.quasiIdentifiers().stream()
              .mapToDouble(planned -> weight(spec.attributes(), planned.name()))
              .toArray();
    }

    DomainLoss loss() {
      double[] losses = losses(plan.layers(), metric);
      List<ColumnLoss> columns = new ArrayList<>();
      for (int i = 0; i < losses.length; i++) {
        PlannedColumn planned = plan.quasiIdentifiers().get(i);
        int levels = planned.hierarchy().levels();
        columns.add(new ColumnLoss(planned.name(), planned.level(), levels, losses[i]));
      }
      List<LayerLoss> layers = IntStream.range(0, plan.layers()).mapToObj(this::ofLayer).toList();
      return new DomainLoss(columns, total(losses, metric, weights), layers);
    }

    private LayerLoss ofLayer(int layer) {
      List<Integer> levels =
          plan.quasiIdentifiers().stream().map(planned -> planned.level(layer)).toList();
      int records = (int) Arrays.stream(layerOfRow).filter(of -> of == layer).count();
      return new LayerLoss(levels, records, total(losses(layer + 1, neutral), neutral, weights));
    }

    /** Returns the loss of each quasi-identifier, had the first {@code layers} been all. */
    private double[] losses(int layers, MetricSpec by) {
      double[] losses = new double[classes.dimensions()];
      for (int i = 0; i < losses.length; i++) {
        losses[i] =
            DomainLoss.loss(
                classes.column(i), plan.quasiIdentifiers().get(i), layerOfRow, layers, by);
      }
      return losses;
    }
  }
}
