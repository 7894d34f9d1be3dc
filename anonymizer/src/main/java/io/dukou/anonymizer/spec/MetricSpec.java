package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

/**
 * How information loss is measured.
 *
 * @param aggregate how the losses of the quasi-identifiers become one number
 * @param gsFactor from 0, which favours suppression, to 1, which favours generalisation
 */
public record MetricSpec(Aggregate aggregate, double gsFactor) {
  /** Loss with the geometric mean, generalisation and suppression weighed alike. */
  public static final MetricSpec DEFAULT = new MetricSpec(Aggregate.GEOMETRIC_MEAN, 0.5);

  /** Refuses a factor outside 0 to 1. */
  public MetricSpec {
    requireNonNull(aggregate, "aggregate");
    if (!(gsFactor >= 0 && gsFactor <= 1)) {
      throw new IllegalArgumentException("gsFactor is not from 0 to 1");
    }
  }
}
