package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.spec.Aggregate;
import org.junit.jupiter.api.Test;

/** Aggregates of losses 0.5 and 0.2 whose weights are 0.25 and 0.5: the first counts half. */
final class AggregationTest {
  private static final double[] WEIGHTS = {0.25, 0.5};
  private static final double[] LOSSES = {0.5, 0.2};

  private static double[] aggregate(Aggregate aggregate, double... losses) {
    Aggregation aggregation = new Aggregation(aggregate, WEIGHTS);
    double[] target = new double[aggregation.width()];
    aggregation.aggregate(losses, target);
    return target;
  }

  @Test
  void aggregates_areThoseOfTheirFormulas() {
    assertThat(aggregate(Aggregate.SUM, LOSSES)[0]).isCloseTo(0.45, within(1e-15));
    assertThat(aggregate(Aggregate.ARITHMETIC_MEAN, LOSSES)[0]).isCloseTo(0.225, within(1e-15));
    assertThat(aggregate(Aggregate.GEOMETRIC_MEAN, LOSSES)[0])
        .isCloseTo(Math.sqrt(1.25 * 1.2) - 1, within(1e-15));
    assertThat(aggregate(Aggregate.MAXIMUM, LOSSES)).containsExactly(0.25);
    assertThat(aggregate(Aggregate.MAXIMUM, 0.3, 0.2)).containsExactly(0.2);
  }

  @Test
  void ranks_areWeightedLossesFromTheLargestDown() {
    assertThat(aggregate(Aggregate.RANK, LOSSES)).containsExactly(0.25, 0.2);
    assertThat(aggregate(Aggregate.RANK, 0.2, 0.5)).containsExactly(0.5, 0.1);
  }

  @Test
  void floor_keepsTenDecimals_andANumberThatHasNoMore() {
    assertThat(Aggregation.floor(0.12345678919)).isEqualTo(0.1234567891);
    assertThat(Aggregation.floor(0.3)).isEqualTo(0.3);
    assertThat(Aggregation.floor(Math.nextDown(0.7))).isEqualTo(0.7);
    assertThat(Aggregation.floor(0)).isZero();
  }
}
