package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.ModelSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One search for the optimum over several tables, and what is released at it. Used by one thread;
 * the search itself may use several.
 */
final class Optimisation {
  private final StudyTask task;
  private final PlanOptions options;
  private final long start;
  private final FrequencyTable table;
  private final ModelSet models;
  private final InformationLoss metric;
  private final LatticeSearch search;
  private int @Nullable [] levels;

  /**
   * Counts everything once; the search begins with {@link #run}.
   *
   * @param start when planning began, by the clock of the options
   */
  Optimisation(StudyTask task, PlanOptions options, long start) {
    this.task = task;
    this.options = options;
    this.start = start;
    this.table = FrequencyTableBuilder.build(task.universe());
    this.models = bind(task.models());
    this.metric = metric();
    this.search = new LatticeSearch(table, models, metric, limit(), options);
  }

  private long limit() {
    return SuppressionLimit.subjects(task.suppressionLimit(), table.subjectCount());
  }

  private ModelSet bind(List<ModelSpec> specs) {
    return PlanningTask.bind(specs, task.sensitive(), table, Map.of());
  }

  private InformationLoss metric() {
    return PlanningTask.metric(task.metric(), task.weights(), table, models);
  }

  /** Searches; returns the levels found, or null if nothing meets the models within the limit. */
  int @Nullable [] run() {
    levels = search.run();
    return levels;
  }

  /** Returns what the search was like, once it has found something. */
  SearchReport report() {
    return new SearchReport(
        search.size(),
        search.checked(),
        Duration.ofNanos(options.nanoClock().getAsLong() - start),
        search.loss(),
        search.lowerBound());
  }

  /** Returns the outcome of a search that found nothing. */
  PlanOutcome.Infeasible infeasible() {
    return new PlanOutcome.Infeasible(unmet(), search.size(), search.checked());
  }

  /** Returns the type of a model that cannot be met even alone, or of all if each can. */
  private String unmet() {
    if (task.models().size() > 1) {
      for (ModelSpec model : task.models()) {
        ModelSet alone = bind(List.of(model));
        if (new LatticeSearch(table, alone, metric, limit(), options).run() == null) {
          return model.type();
        }
      }
    }
    return String.join(" with ", task.models().stream().map(ModelSpec::type).distinct().toList());
  }

  /** Returns for each row whether it is released at the levels found. */
  boolean[] releasedRows() {
    return releasedRows(requireNonNull(levels, "levels"));
  }

  /** Returns for each row whether it would be released at the coarsest levels, limit or not. */
  boolean[] releasedAtTop() {
    int[] top = new int[table.dimensions()];
    Arrays.setAll(top, dimension -> table.levels(dimension) - 1);
    return releasedRows(top);
  }

  private boolean[] releasedRows(int[] at) {
    return Judgement.of(table, models, metric, limit(), at).releasedRows();
  }
}
