package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.util.Optional;

/**
 * Finds the release plan of a table: of all combinations of levels that meet the models within the
 * suppression limit, one with the smallest loss.
 *
 * <p>Pure and deterministic: equal tables, specifications and keys give equal plans. Any thread may
 * call it; a call stops when its thread is interrupted.
 *
 * <p>A planner may be weaker than the specification format. What it cannot express it refuses with
 * {@link PlanError#BEYOND_PLANNER}; it never plans something else instead.
 */
public interface Planner {
  /** Name of {@link #optimal}. */
  String OPTIMAL = "optimal";

  /** Returns the name by which a configuration chooses this planner. */
  String name();

  /**
   * Plans the release of {@code table}.
   *
   * @throws PlanException if table and specification do not fit, the search is too large, or this
   *     planner cannot express what is asked
   */
  PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options);

  /**
   * Returns the planner of this library, which expresses everything: of combinations with equal
   * loss it finds that with the smaller sum of levels, then the lexicographically smaller.
   */
  static Planner optimal() {
    return OptimalPlanner.INSTANCE;
  }

  /**
   * Returns the planner called {@code name}: {@link #optimal}, or one that a jar on the class path
   * offers as a service of this type. Empty if there is none, or its own libraries are missing.
   */
  static Optional<Planner> named(String name) {
    return name.equals(OPTIMAL) ? Optional.of(optimal()) : OfferedPlanners.named(name);
  }
}
