package io.dukou.anonymizer.plan;

import java.util.stream.IntStream;

/**
 * The planner of this library expresses every model and metric and wins every tie.
 *
 * <p>{@code -Ddukou.cases=N} checks N cases, beyond 1,000 in thousands; {@code
 * -Ddukou.cases.from=F} leaves out the first F.
 */
final class EveryModelAndMetricTest extends LatticeContract {
  private static final int CASES = Integer.getInteger("dukou.cases", 20_000);
  private static final int FROM = Integer.getInteger("dukou.cases.from", 0);
  private static final int OF_ONE_SEED = 1_000;
  private static final int FIRST_SEED = 77;

  @Override
  protected Planner planner() {
    return Planner.optimal();
  }

  @Override
  protected int cases() {
    return Math.min(OF_ONE_SEED, CASES);
  }

  @Override
  protected IntStream seeds() {
    int first = FIRST_SEED + FROM / OF_ONE_SEED;
    return IntStream.range(first, first + (CASES + OF_ONE_SEED - 1) / OF_ONE_SEED).parallel();
  }
}
