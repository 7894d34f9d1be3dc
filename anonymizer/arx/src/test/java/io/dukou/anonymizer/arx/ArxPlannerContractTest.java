package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.PlannerContract;

/** The contract of planners on ARX. */
final class ArxPlannerContractTest extends PlannerContract {
  @Override
  protected Planner planner() {
    return new ArxPlanner();
  }
}
