package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.MetricSpec;
import org.deidentifier.arx.metric.Metric;
import org.deidentifier.arx.metric.Metric.AggregateFunction;

/** Metrics in the words of ARX. */
final class ArxMetrics {
  /**
   * Distinct values per row up to which Loss is bounded before a combination is counted: always.
   * That is ARX's fastest form, with the same optimum.
   */
  private static final double ALWAYS = 1.0;

  private ArxMetrics() {}

  /** Returns the metric. */
  static Metric<?> of(MetricSpec spec) {
    double factor = spec.gsFactor();
    AggregateFunction aggregate = aggregate(spec.aggregate());
    return switch (spec.type()) {
      case LOSS -> Metric.createPrecomputedLossMetric(ALWAYS, factor, aggregate);
      case NON_UNIFORM_ENTROPY -> Metric.createEntropyMetric(spec.monotonic(), factor, aggregate);
      case AECS -> Metric.createAECSMetric(factor);
      case DISCERNIBILITY -> Metric.createDiscernabilityMetric(false);
      case DISCERNIBILITY_STAR -> Metric.createDiscernabilityMetric(true);
      case PRECISION -> Metric.createPrecisionMetric(spec.monotonic(), factor, aggregate);
      case HEIGHT -> Metric.createHeightMetric(aggregate);
    };
  }

  private static AggregateFunction aggregate(Aggregate aggregate) {
    return switch (aggregate) {
      case SUM -> AggregateFunction.SUM;
      case ARITHMETIC_MEAN -> AggregateFunction.ARITHMETIC_MEAN;
      case GEOMETRIC_MEAN -> AggregateFunction.GEOMETRIC_MEAN;
      case MAXIMUM -> AggregateFunction.MAXIMUM;
      case RANK -> AggregateFunction.RANK;
    };
  }
}
