package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table and its specification, found to fit each other and counted: everything of planning but
 * the search. A {@link Planner} makes one, searches, and has the levels it found judged here, so
 * that classes, suppression and loss are the same whichever planner searched.
 *
 * <p>The rows that are counted are first those {@link #table to be released}, in their order, then
 * those that only belong to a population that a model speaks of. Immutable; any thread may use it.
 */
public final class PlanningTask {
  private final ReleaseSpec spec;
  private final PlanOptions options;
  private final Preparation prepared;
  private final FrequencyTable frequencies;
  private final ModelSet models;
  private final InformationLoss metric;
  private final long limit;
  private final long start;

  private PlanningTask(Table table, ReleaseSpec spec, PlanOptions options) {
    this.start = options.nanoClock().getAsLong();
    this.spec = spec;
    this.options = options;
    this.prepared = Preparation.of(table, spec);
    this.frequencies = FrequencyTableBuilder.build(prepared.universe());
    this.limit = SuppressionLimit.subjects(spec.suppressionLimit(), frequencies.subjectCount());
    this.models = bind(spec.models());
    this.metric = metric();
  }

  /**
   * Fits a table and its specification.
   *
   * @throws PlanException if they do not fit
   */
  public static PlanningTask of(Table table, ReleaseSpec spec, PlanOptions options) {
    return new PlanningTask(table, spec, options);
  }

  /** Returns the rows that are to be released, as far as the models allow. */
  public Table table() {
    return prepared.table();
  }

  /** Returns what is said of each quasi-identifier, in the order of the table. */
  public List<AttributeSpec> quasiIdentifiers() {
    return prepared.quasiIdentifiers();
  }

  /** Returns the quasi-identifiers over all rows that are counted, in the same order. */
  public List<GeneralisedColumn> columns() {
    return prepared.universe().columns();
  }

  /** Returns the sensitive attribute called {@code name}, which some model is about. */
  public SensitiveAttribute sensitive(String name) {
    return prepared.sensitive(spec).stream()
        .filter(attribute -> attribute.column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns whether each row that is counted is a subject of its own. */
  public boolean isByRow() {
    return prepared.universe().subjectOfRow() == null;
  }

  /**
   * Returns the rows that are counted because they belong to the population of {@code model}, not
   * because they are to be released; none if it has no population.
   */
  public IntStream populationRows(ModelSpec model) {
    Integer number = prepared.populations().get(model);
    if (number == null) {
      return IntStream.empty();
    }
    Universe.Population population = prepared.universe().populations().get(number);
    return IntStream.range(population.from(), population.to());
  }

  /** Returns the most subjects that may be suppressed. */
  public long suppressionLimit() {
    return limit;
  }

  /** Returns the number of combinations of levels. */
  public long transformations() {
    return Lattice.of(
            IntStream.range(0, frequencies.dimensions()).map(frequencies::levels).toArray())
        .size();
  }

  /**
   * Returns the plan that releases the table at {@code levels}.
   *
   * @param levels one for each quasi-identifier, the best combination that a search found
   * @param checked combinations whose classes the search counted
   * @throws IllegalArgumentException if the models are not met at these levels
   */
  public PlanOutcome.Planned planned(int[] levels, long checked) {
    Judgement judged = judge(levels);
    if (!judged.node().isFeasible()) {
      throw new IllegalArgumentException("the models are not met at these levels");
    }
    double[] loss = new double[metric.width()];
    metric.loss(levels, metric.account(judged.node(), false), loss);
    return planned(levels, judged, report(checked, loss, null));
  }

  /**
   * Returns the plan that releases the table at {@code levels}, of which the loss is known.
   *
   * @param bound on the loss of all combinations if a deadline ended the search, else null
   */
  PlanOutcome.Planned planned(
      int[] levels, long checked, double[] loss, double @Nullable [] bound) {
    return planned(levels, judge(levels), report(checked, loss, bound));
  }

  private PlanOutcome.Planned planned(int[] levels, Judgement judged, SearchReport report) {
    PlannedRelease release = new PlannedRelease(prepared, spec, levels, judged.releasedRows());
    if (spec.refinement().isAsked()) {
      new Refinement(prepared, spec, options, frequencies).refine(release, judged);
    }
    ReleasePlan plan = release.plan(options.key(), report.loss()[0]);
    return new PlanOutcome.Planned(plan, release.summary(plan, report));
  }

  private SearchReport report(long checked, double[] loss, double @Nullable [] bound) {
    Duration time = Duration.ofNanos(options.nanoClock().getAsLong() - start);
    return new SearchReport(transformations(), checked, time, loss, bound);
  }

  /**
   * Says that no combination meets the models, naming one that cannot be met even alone, or all if
   * each can.
   *
   * @param checked combinations whose classes the search counted
   * @param isFeasible searches for one model alone
   */
  public PlanOutcome.Infeasible infeasible(long checked, Predicate<ModelSpec> isFeasible) {
    if (spec.models().size() > 1) {
      for (ModelSpec model : spec.models()) {
        if (!isFeasible.test(model)) {
          return new PlanOutcome.Infeasible(model.type(), transformations(), checked);
        }
      }
    }
    List<String> types = spec.models().stream().map(ModelSpec::type).distinct().toList();
    return new PlanOutcome.Infeasible(String.join(" with ", types), transformations(), checked);
  }

  /** Returns a search for the best combination that meets the models. */
  LatticeSearch search() {
    return new LatticeSearch(frequencies, models, metric, limit, options);
  }

  /** Returns a search for the best combination that meets this model alone. */
  LatticeSearch search(ModelSpec model) {
    return new LatticeSearch(frequencies, bind(List.of(model)), metric, limit, options);
  }

  private ModelSet bind(List<ModelSpec> specs) {
    return bind(specs, prepared.sensitive(spec), frequencies, prepared.populations());
  }

  /** Makes models ready to judge the classes of what was counted. */
  static ModelSet bind(
      List<ModelSpec> specs,
      List<SensitiveAttribute> sensitive,
      FrequencyTable frequencies,
      Map<ModelSpec, Integer> populations) {
    long[][] totals = new long[sensitive.size()][];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = frequencies.totals(i);
    }
    return new ModelBinder(sensitive, totals, frequencies.subjectCount(), frequencies.unit())
        .bind(specs, populations);
  }

  private InformationLoss metric() {
    return metric(spec.metric(), prepared.weights(), frequencies, models);
  }

  /** Makes a metric ready to measure what was counted. */
  static InformationLoss metric(
      MetricSpec asked, double[] weights, FrequencyTable frequencies, ModelSet models) {
    Aggregation aggregation = new Aggregation(asked.aggregate(), weights);
    return switch (asked.type()) {
      case LOSS -> LossMetric.of(frequencies, asked, aggregation);
      case NON_UNIFORM_ENTROPY -> new EntropyMetric(frequencies, asked, aggregation);
      case AECS -> new ClassMetrics.AverageSize(frequencies, asked, models.leastSubjects());
      case DISCERNIBILITY -> new ClassMetrics.Discernibility(frequencies, false);
      case DISCERNIBILITY_STAR -> new ClassMetrics.Discernibility(frequencies, true);
      case PRECISION -> PrecisionMetric.precision(frequencies, asked, aggregation);
      case HEIGHT -> PrecisionMetric.height(frequencies, asked, aggregation);
    };
  }

  /** Judges the classes that all rows make up at {@code levels}. */
  private Judgement judge(int[] levels) {
    return Judgement.of(frequencies, models, metric, limit, levels);
  }
}
