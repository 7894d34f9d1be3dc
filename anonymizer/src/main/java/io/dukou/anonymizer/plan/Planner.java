package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;

/**
 * Finds the release plan of a table.
 *
 * <p>Pure and deterministic: equal tables, specifications and keys give equal plans. Any thread may
 * call it; a call stops when its thread is interrupted.
 */
public interface Planner {
  /**
   * Plans the release of {@code table}.
   *
   * @throws PlanException if table and specification do not fit, or the search is too large
   */
  PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options);

  /**
   * Returns the planner that finds the global optimum: of all combinations of levels that meet the
   * models within the suppression limit, the one with the smallest loss; of equal ones, that with
   * the smaller sum of levels, then the lexicographically smaller.
   */
  static Planner optimal() {
    return OptimalPlanner.INSTANCE;
  }
}
