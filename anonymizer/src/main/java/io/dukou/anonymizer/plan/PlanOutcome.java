package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

/** What came of planning. */
public sealed interface PlanOutcome permits PlanOutcome.Planned, PlanOutcome.Infeasible {
  /**
   * The optimum was found.
   *
   * @param plan what to release
   * @param summary what was found, for people
   */
  record Planned(ReleasePlan plan, PlanSummary summary) implements PlanOutcome {
    /** Refuses null. */
    public Planned {
      requireNonNull(plan, "plan");
      requireNonNull(summary, "summary");
    }
  }

  /**
   * No combination of levels meets the models within the suppression limit.
   *
   * @param model type of the model that none meets
   * @param transformations combinations of levels there are
   * @param checked combinations whose classes were counted
   */
  record Infeasible(String model, long transformations, long checked) implements PlanOutcome {
    /** Refuses null. */
    public Infeasible {
      requireNonNull(model, "model");
    }
  }
}
