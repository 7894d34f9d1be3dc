package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;

/**
 * The planner that searches with ARX 3.9.2.
 *
 * <p>ARX finds the levels and nothing else: whether they meet the models, what is suppressed, the
 * classes and the loss are judged by {@link PlanningTask}, like those of every planner. Of
 * combinations with equal loss ARX may take another than {@link Planner#optimal} does. It uses one
 * thread, whatever the options say. {@link Refusals} lists what it cannot express.
 */
public final class ArxPlanner implements Planner {
  /** The name of this planner. */
  public static final String NAME = "arx";

  /**
   * Creates the planner; for {@link java.util.ServiceLoader}.
   *
   * @throws IllegalStateException if ARX is not on the class path
   */
  public ArxPlanner() {
    try {
      Class.forName("org.deidentifier.arx.ARXAnonymizer", false, ArxPlanner.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("libarx is not on the class path", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options) {
    Refusals.check(options);
    PlanningTask task = PlanningTask.of(table, spec, options);
    Refusals.check(task, spec);
    ArxSearch search = new ArxSearch(task, spec, options);
    ArxSearch.Found found = search.run(spec.models());
    int[] levels = found.levels();
    if (levels == null) {
      return task.infeasible(found.checked(), search::isFeasible);
    }
    try {
      return task.planned(levels, found.checked());
    } catch (IllegalArgumentException e) {
      throw new PlanException(
          PlanError.BEYOND_PLANNER,
          "ARX chose levels at which, counted again, the models are not met within the suppression"
              + " limit; use planner: optimal");
    }
  }
}
