package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.List;

/** The planner that finds the global optimum; see {@link LatticeSearch} for why it does. */
final class OptimalPlanner implements Planner {
  /** The only instance. */
  static final OptimalPlanner INSTANCE = new OptimalPlanner();

  private OptimalPlanner() {}

  @Override
  public PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options) {
    long start = options.nanoClock().getAsLong();
    Preparation prepared = Preparation.of(table, spec);
    FrequencyTable frequencies = FrequencyTableBuilder.build(prepared.universe());
    long limit = (long) Math.floor(spec.suppressionLimit() * frequencies.subjectCount());
    ModelSet models = bind(spec.models(), prepared, spec, frequencies);
    InformationLoss metric = metric(frequencies, spec.metric(), weights(prepared), models);
    LatticeSearch search = new LatticeSearch(frequencies, models, metric, limit, options);
    int[] levels = search.run();
    if (levels == null) {
      String model = unmet(prepared, spec, frequencies, metric, limit, options);
      return new PlanOutcome.Infeasible(model, search.size(), search.checked());
    }
    Duration time = Duration.ofNanos(options.nanoClock().getAsLong() - start);
    PlannedRelease release =
        new PlannedRelease(
            prepared, spec, levels, released(frequencies, models, metric, limit, levels));
    ReleasePlan plan = release.plan(options.key(), search.loss()[0]);
    SearchReport report =
        new SearchReport(search.size(), search.checked(), time, search.loss(), search.lowerBound());
    return new PlanOutcome.Planned(plan, release.summary(plan, report));
  }

  private static double[] weights(Preparation prepared) {
    return prepared.quasiIdentifiers().stream().mapToDouble(AttributeSpec::weight).toArray();
  }

  private static ModelSet bind(
      List<ModelSpec> specs, Preparation prepared, ReleaseSpec spec, FrequencyTable table) {
    long[][] totals = new long[prepared.universe().sensitive().size()][];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = table.totals(i);
    }
    return new ModelBinder(
            prepared.sensitive(spec),
            totals,
            table.subjectCount(),
            table.unit(),
            table.base().isByRow())
        .bind(specs, prepared.populations());
  }

  private static InformationLoss metric(
      FrequencyTable table, MetricSpec spec, double[] weights, ModelSet models) {
    Aggregation aggregation = new Aggregation(spec.aggregate(), weights);
    return switch (spec.type()) {
      case LOSS -> LossMetric.of(table, spec, aggregation);
      case NON_UNIFORM_ENTROPY -> new EntropyMetric(table, spec, aggregation);
      case AECS -> new ClassMetrics.AverageSize(table, spec, models.leastSubjects());
      case DISCERNIBILITY -> new ClassMetrics.Discernibility(table, false);
      case DISCERNIBILITY_STAR -> new ClassMetrics.Discernibility(table, true);
      case PRECISION -> PrecisionMetric.precision(table, spec, aggregation);
      case HEIGHT -> PrecisionMetric.height(table, spec, aggregation);
    };
  }

  /** Returns the type of a model that cannot be met even alone, or of all if each can. */
  private static String unmet(
      Preparation prepared,
      ReleaseSpec spec,
      FrequencyTable table,
      InformationLoss metric,
      long limit,
      PlanOptions options) {
    if (spec.models().size() > 1) {
      for (ModelSpec model : spec.models()) {
        ModelSet alone = bind(List.of(model), prepared, spec, table);
        if (new LatticeSearch(table, alone, metric, limit, options).run() == null) {
          return model.type();
        }
      }
    }
    return String.join(" with ", spec.models().stream().map(ModelSpec::type).distinct().toList());
  }

  /** Returns for each row whether it is released at {@code levels}. */
  private static boolean[] released(
      FrequencyTable table, ModelSet models, InformationLoss metric, long limit, int[] levels) {
    Grouping grouping = new Grouping();
    Regrouper regrouper = new Regrouper(table);
    regrouper.roll(table.base(), 0, table.dimensions(), levels, grouping);
    CountedNode node = new CountedNode(table, grouping);
    node.reset(levels);
    new NodeJudge(table, models, metric, limit).judge(node);
    boolean[] released = new boolean[table.rowCount()];
    for (int row = 0; row < released.length; row++) {
      int index = regrouper.classOf()[table.classOfRow(row)];
      released[row] = node.verdict(index) == CountedNode.RELEASED;
    }
    return released;
  }
}
