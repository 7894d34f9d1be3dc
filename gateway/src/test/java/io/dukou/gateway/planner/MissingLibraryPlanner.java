package io.dukou.gateway.planner;

import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;

/** A planner on the class path without the library that it needs; it is named before all others. */
public final class MissingLibraryPlanner implements Planner {
  /** Fails, as a planner without its library does. */
  public MissingLibraryPlanner() {
    throw new IllegalStateException("the library is not on the class path");
  }

  @Override
  public String name() {
    return "missing-library";
  }

  @Override
  public PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options) {
    throw new IllegalStateException("never made");
  }
}
