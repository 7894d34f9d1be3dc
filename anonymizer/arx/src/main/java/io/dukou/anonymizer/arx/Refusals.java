package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import java.util.List;
import java.util.Locale;

/**
 * What ARX 3.9.2 cannot express, or is known to search wrongly.
 *
 * <ul>
 *   <li>A deadline: it gives no bound on what a search that ends early may miss.
 *   <li>Refinement: the layers after the first are found by our own search, which ARX replaces.
 *   <li>Subjects with several rows: it counts rows.
 *   <li>A missing quasi-identifier under Loss: it would be one more leaf of the hierarchy.
 *   <li>A k or l above the number of rows, a table without rows, more than 64 quasi-identifiers.
 *   <li>Populations that are not made of the released rows and others, or more than one.
 *   <li>Precision with a factor below 0.5: what it takes for a lower bound, the loss of the levels
 *       without suppression, is above the loss where suppressing a row costs less than its levels.
 *   <li>Average class size with a factor below 0.5: what it takes for a lower bound counts the
 *       suppressed classes as if they were released, at the lower weight of those.
 *   <li>Precision where a column has one level only: suppressing its cells costs there, and is free
 *       by the definition of the format.
 *   <li>Entropy-l-diversity by Grassberger's estimator: it refuses a class as soon as the sum over
 *       some of its values is too large, but values that occur once make it smaller again.
 *   <li>Delta-presence with a least share above 0 beside a model with a least class size: a class
 *       of which nothing is released is taken for one that is too small, and so not looked at.
 *   <li>Hierarchical t-closeness of more than 46,340 rows: it multiplies counts of rows in 32 bits.
 * </ul>
 */
final class Refusals {
  /** Combinations above which ARX, which keeps something for each, is not asked. */
  private static final long MOST_TRANSFORMATIONS = 10_000_000;

  private static final int MOST_QUASI_IDENTIFIERS = 64;

  /** The largest number whose square is a 32-bit number. */
  private static final int MOST_ROWS_OF_TREES = 46_340;

  private Refusals() {}

  /** Refuses options that ARX has no counterpart of. */
  static void check(PlanOptions options) {
    if (options.deadline().isPresent()) {
      throw refusal("a search that ends at a deadline has no known distance from the optimum");
    }
  }

  /**
   * Refuses a table and specification that ARX cannot plan as they are meant.
   *
   * @throws PlanException naming what it is
   */
  static void check(PlanningTask task, ReleaseSpec spec) {
    if (spec.refinement().isAsked()) {
      throw refusal("it is not asked to plan suppressed rows again, as refinement wants");
    }
    checkSize(task);
    spec.models().forEach(model -> checkModel(task, model));
    checkPopulations(spec.models());
    checkPresence(spec.models());
    checkMetric(task, spec);
  }

  /** Returns the refusal for a reason. */
  static PlanException refusal(String reason) {
    return new PlanException(
        PlanError.BEYOND_PLANNER, "ARX cannot plan this: " + reason + "; use planner: optimal");
  }

  private static void checkSize(PlanningTask task) {
    if (!task.isByRow()) {
      throw refusal("it counts rows, and some subject has several");
    }
    if (task.table().rowCount() == 0) {
      throw refusal("the table has no rows");
    }
    if (task.columns().size() > MOST_QUASI_IDENTIFIERS) {
      throw refusal("there are more than " + MOST_QUASI_IDENTIFIERS + " quasi-identifiers");
    }
    if (task.transformations() > MOST_TRANSFORMATIONS) {
      throw new PlanException(
          PlanError.TOO_MANY_TRANSFORMATIONS,
          String.format(
              Locale.ROOT,
              "there are more than %,d combinations of levels; use planner: optimal, or leave out"
                  + " levels of a hierarchy",
              MOST_TRANSFORMATIONS));
    }
  }

  private static void checkModel(PlanningTask task, ModelSpec model) {
    int rows = task.table().rowCount();
    if (leastSubjects(model) > rows) {
      throw refusal("the k or l of " + model.type() + " is above the number of rows");
    }
    if (model instanceof ModelSpec.EntropyLDiversity entropy
        && entropy.estimator() == ModelSpec.Estimator.GRASSBERGER) {
      throw refusal("its estimator grassberger refuses classes that it should accept");
    }
    if (model instanceof ModelSpec.TCloseness closeness
        && closeness.distance() == ModelSpec.Distance.HIERARCHICAL
        && rows > MOST_ROWS_OF_TREES) {
      throw refusal("its hierarchical t-closeness overflows above " + MOST_ROWS_OF_TREES + " rows");
    }
  }

  /** Returns the least class size that ARX derives from a model; 0 if it derives none. */
  private static double leastSubjects(ModelSpec spec) {
    if (spec instanceof ModelSpec.KAnonymity model) {
      return model.k();
    }
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return model.l();
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      return model.l();
    }
    return spec instanceof ModelSpec.RecursiveLDiversity model ? model.l() : 0;
  }

  private static void checkPopulations(List<ModelSpec> models) {
    long populations =
        models.stream()
            .filter(ModelSpec.KMap.class::isInstance)
            .map(model -> ((ModelSpec.KMap) model).population())
            .distinct()
            .count();
    long subsets = models.stream().filter(ModelSpec.DeltaPresence.class::isInstance).count();
    if (populations + subsets > 1) {
      throw refusal("it knows one population, and the models speak of several");
    }
  }

  private static void checkPresence(List<ModelSpec> models) {
    boolean isSized = models.stream().anyMatch(model -> leastSubjects(model) > 0);
    for (ModelSpec model : models) {
      if (model instanceof ModelSpec.DeltaPresence presence && presence.min() > 0 && isSized) {
        throw refusal(
            "beside k-anonymity or l-diversity it overlooks classes below the min of"
                + " delta-presence");
      }
    }
  }

  private static void checkMetric(PlanningTask task, ReleaseSpec spec) {
    MetricSpec metric = spec.metric();
    if (metric.type() == MetricSpec.Type.LOSS) {
      task.columns().forEach(Refusals::checkMissing);
    }
    if (metric.type() == MetricSpec.Type.PRECISION && !metric.monotonic()) {
      checkFactor(metric);
      checkLevels(task.columns());
    }
    if (metric.type() == MetricSpec.Type.AECS) {
      checkFactor(metric);
    }
  }

  private static void checkMissing(GeneralisedColumn column) {
    for (int code = 0; code < column.column().cardinality(); code++) {
      if (column.column().value(code) == null) {
        throw refusal(
            "under the metric loss it counts a missing cell as one more value of column "
                + column.column().name()
                + " (say missing: suppress, or another metric)");
      }
    }
  }

  private static void checkFactor(MetricSpec metric) {
    if (metric.gsFactor() < MetricSpec.NEUTRAL) {
      throw refusal(
          "its search is wrong for the metric "
              + metric.type().word()
              + " with gsFactor below 0.5");
    }
  }

  private static void checkLevels(List<GeneralisedColumn> columns) {
    for (GeneralisedColumn column : columns) {
      if (column.levels() == 1) {
        throw refusal(
            "its precision is another where a column has one level, as "
                + column.column().name()
                + " has");
      }
    }
  }
}
