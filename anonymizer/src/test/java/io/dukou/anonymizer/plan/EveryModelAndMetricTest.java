package io.dukou.anonymizer.plan;

/** The planner of this library expresses every model and metric and wins every tie. */
final class EveryModelAndMetricTest extends LatticeContract {
  @Override
  protected Planner planner() {
    return Planner.optimal();
  }

  @Override
  protected int cases() {
    return Integer.getInteger("dukou.cases", 20_000);
  }
}
