package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

/**
 * How information loss is measured.
 *
 * @param type which measure
 * @param aggregate how the losses of the quasi-identifiers become one; without effect where the
 *     measure is of the whole table
 * @param gsFactor from 0, which favours suppression, to 1, which favours generalisation
 * @param monotonic whether suppression is left out, for measures that have such a form
 */
public record MetricSpec(Type type, Aggregate aggregate, double gsFactor, boolean monotonic) {
  /** Generalisation and suppression weighed alike. */
  public static final double NEUTRAL = 0.5;

  /** Loss with the geometric mean, generalisation and suppression weighed alike. */
  public static final MetricSpec DEFAULT = of(Type.LOSS);

  /** Refuses a factor outside 0 to 1 and a monotonic form that does not exist. */
  public MetricSpec {
    requireNonNull(type, "type");
    requireNonNull(aggregate, "aggregate");
    if (!(gsFactor >= 0 && gsFactor <= 1)) {
      throw new IllegalArgumentException("gsFactor is not from 0 to 1");
    }
    if (monotonic && !type.hasMonotonicForm()) {
      throw new IllegalArgumentException("the metric has no monotonic form");
    }
  }

  /** Returns a measure with its defaults. */
  public static MetricSpec of(Type type) {
    return new MetricSpec(type, type.defaultAggregate(), NEUTRAL, false);
  }

  /** Returns Loss with this aggregate and factor. */
  public static MetricSpec loss(Aggregate aggregate, double gsFactor) {
    return new MetricSpec(Type.LOSS, aggregate, gsFactor, false);
  }

  /** A measure of information loss. */
  public enum Type {
    /** Normalised domain share. */
    LOSS(Aggregate.GEOMETRIC_MEAN),
    /** Non-uniform entropy. */
    NON_UNIFORM_ENTROPY(Aggregate.SUM),
    /** Average equivalence class size. */
    AECS(Aggregate.SUM),
    /** Discernibility. */
    DISCERNIBILITY(Aggregate.SUM),
    /** Discernibility that leaves suppression out. */
    DISCERNIBILITY_STAR(Aggregate.SUM),
    /** Share of the height of the hierarchies that is climbed. */
    PRECISION(Aggregate.ARITHMETIC_MEAN),
    /** Sum of levels. */
    HEIGHT(Aggregate.SUM);

    private final Aggregate defaultAggregate;

    Type(Aggregate defaultAggregate) {
      this.defaultAggregate = defaultAggregate;
    }

    /** Returns the word of the specification file. */
    public String word() {
      return Words.of(this);
    }

    /** Returns the aggregate where none is given. */
    public Aggregate defaultAggregate() {
      return defaultAggregate;
    }

    /** Returns whether losses of single quasi-identifiers are aggregated. */
    public boolean isAggregated() {
      return this != AECS && this != DISCERNIBILITY && this != DISCERNIBILITY_STAR;
    }

    /** Returns whether there is a form that leaves suppression out. */
    public boolean hasMonotonicForm() {
      return this == NON_UNIFORM_ENTROPY || this == PRECISION;
    }

    /** Returns whether the weight of suppression changes the measure. */
    public boolean hasFactor() {
      return this != HEIGHT && this != DISCERNIBILITY && this != DISCERNIBILITY_STAR;
    }
  }
}
