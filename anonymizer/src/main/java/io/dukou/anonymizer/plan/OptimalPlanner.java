package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;

/** The planner that finds the global optimum; see {@link LatticeSearch} for why it does. */
final class OptimalPlanner implements Planner {
  /** The only instance. */
  static final OptimalPlanner INSTANCE = new OptimalPlanner();

  private OptimalPlanner() {}

  @Override
  public String name() {
    return OPTIMAL;
  }

  @Override
  public PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options) {
    PlanningTask task = PlanningTask.of(table, spec, options);
    LatticeSearch search = task.search();
    int[] levels = search.run();
    return levels == null
        ? task.infeasible(search.checked(), model -> task.search(model).run() != null)
        : task.planned(levels, search.checked(), search.loss(), search.lowerBound());
  }
}
