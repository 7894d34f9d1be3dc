package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A privacy model that a release must meet. The predicates themselves are in package {@code plan}.
 *
 * <p>All counts are of subjects. Immutable.
 */
public sealed interface ModelSpec
    permits ModelSpec.KAnonymity,
        ModelSpec.OnAttribute,
        ModelSpec.DeltaPresence,
        ModelSpec.KMap,
        ModelSpec.AverageRisk,
        ModelSpec.SampleUniqueness {
  /** Returns the word of the specification file. */
  String type();

  /** A model of the values that one sensitive attribute takes within a class. */
  sealed interface OnAttribute extends ModelSpec
      permits DistinctLDiversity, EntropyLDiversity, RecursiveLDiversity, TCloseness, BetaLikeness {
    /** Returns the sensitive attribute. */
    String attribute();

    /** Returns the same model of another attribute. */
    OnAttribute about(String other);
  }

  /**
   * Each class holds at least {@code k} subjects.
   *
   * @param k at least 1
   */
  record KAnonymity(int k) implements ModelSpec {
    /** Refuses {@code k} below 1. */
    public KAnonymity {
      if (k < 1) {
        throw new IllegalArgumentException("k is below 1");
      }
    }

    @Override
    public String type() {
      return "k-anonymity";
    }
  }

  /**
   * Each class has at least {@code l} different values.
   *
   * @param attribute the sensitive attribute
   * @param l at least 1
   */
  record DistinctLDiversity(String attribute, double l) implements OnAttribute {
    /** Refuses {@code l} below 1. */
    public DistinctLDiversity {
      requireAttribute(attribute);
      requireDiversity(l);
    }

    @Override
    public DistinctLDiversity about(String other) {
      return new DistinctLDiversity(other, l);
    }

    @Override
    public String type() {
      return "distinct-l-diversity";
    }
  }

  /**
   * The entropy of each class is at least that of {@code l} equally frequent values.
   *
   * @param attribute the sensitive attribute
   * @param l at least 1
   * @param estimator how the entropy is estimated
   */
  record EntropyLDiversity(String attribute, double l, Estimator estimator) implements OnAttribute {
    /** Refuses {@code l} below 1. */
    public EntropyLDiversity {
      requireAttribute(attribute);
      requireDiversity(l);
      requireNonNull(estimator, "estimator");
    }

    @Override
    public EntropyLDiversity about(String other) {
      return new EntropyLDiversity(other, l, estimator);
    }

    @Override
    public String type() {
      return "entropy-l-diversity";
    }
  }

  /** How the entropy of a class is estimated from its counts. */
  enum Estimator {
    /** The entropy of the observed shares. */
    SHANNON,
    /** Grassberger, Entropy Estimates from Insufficient Samplings, arXiv physics/0307138. */
    GRASSBERGER;

    /** Returns the word of the specification file. */
    public String word() {
      return Words.of(this);
    }
  }

  /**
   * The most frequent value of each class is less than {@code c} times as frequent as the l-th most
   * frequent and all rarer ones together.
   *
   * @param attribute the sensitive attribute
   * @param c above 0
   * @param l at least 1
   */
  record RecursiveLDiversity(String attribute, double c, int l) implements OnAttribute {
    /** Refuses {@code c} that is not above 0 and {@code l} below 1. */
    public RecursiveLDiversity {
      requireAttribute(attribute);
      requireDiversity(l);
      if (!(c > 0 && c < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("c is not above 0");
      }
    }

    @Override
    public RecursiveLDiversity about(String other) {
      return new RecursiveLDiversity(other, c, l);
    }

    @Override
    public String type() {
      return "recursive-c-l-diversity";
    }
  }

  /**
   * The distribution of each class is at most {@code t} away from that of the whole table.
   *
   * @param attribute the sensitive attribute
   * @param t from 0 to 1
   * @param distance how distributions are compared
   */
  record TCloseness(String attribute, double t, Distance distance) implements OnAttribute {
    /** Refuses {@code t} outside 0 to 1. */
    public TCloseness {
      requireAttribute(attribute);
      requireNonNull(distance, "distance");
      requireShare(t, "t");
    }

    @Override
    public TCloseness about(String other) {
      return new TCloseness(other, t, distance);
    }

    @Override
    public String type() {
      return "t-closeness";
    }
  }

  /** How the earth mover's distance between two distributions is measured. */
  enum Distance {
    /** All values are equally far apart. */
    EQUAL,
    /** Values are as far apart as their places in the order of the attribute's type. */
    ORDERED,
    /** Values are as far apart as the level of the hierarchy at which they meet. */
    HIERARCHICAL;

    /** Returns the word of the specification file. */
    public String word() {
      return Words.of(this);
    }
  }

  /**
   * The share of no value grows, from the whole table to a class, by more than {@code beta} times.
   *
   * @param attribute the sensitive attribute
   * @param beta above 0
   * @param enhanced whether growth is also bounded by minus the logarithm of the share
   */
  record BetaLikeness(String attribute, double beta, boolean enhanced) implements OnAttribute {
    /** Refuses {@code beta} that is not above 0. */
    public BetaLikeness {
      requireAttribute(attribute);
      if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("beta is not above 0");
      }
    }

    @Override
    public BetaLikeness about(String other) {
      return new BetaLikeness(other, beta, enhanced);
    }

    @Override
    public String type() {
      return "beta-likeness";
    }
  }

  /**
   * Of the subjects of the table that are in a class, a share from {@code min} to {@code max} is in
   * the subset. Only the subset is released.
   *
   * @param min from 0 to {@code max}
   * @param max from {@code min} to 1
   * @param subset rows of the table that are to be released
   */
  record DeltaPresence(double min, double max, TableSource subset) implements ModelSpec {
    /** Refuses bounds that are not in order. */
    public DeltaPresence {
      requireShare(min, "min");
      requireShare(max, "max");
      requireNonNull(subset, "subset");
      if (min > max) {
        throw new IllegalArgumentException("min is above max");
      }
    }

    @Override
    public String type() {
      return "delta-presence";
    }
  }

  /**
   * Each class holds at least {@code k} persons of the population.
   *
   * @param k at least 1
   * @param population a table of the population with the quasi-identifiers
   */
  record KMap(int k, TableSource population) implements ModelSpec {
    /** Refuses {@code k} below 1. */
    public KMap {
      requireNonNull(population, "population");
      if (k < 1) {
        throw new IllegalArgumentException("k is below 1");
      }
    }

    @Override
    public String type() {
      return "k-map";
    }
  }

  /**
   * Released classes per released subject are at most {@code threshold}.
   *
   * @param threshold above 0, to 1; at 0 nobody could be released
   */
  record AverageRisk(double threshold) implements ModelSpec {
    /** Refuses a threshold outside these. */
    public AverageRisk {
      requireShare(threshold, "threshold");
      if (threshold == 0) {
        throw new IllegalArgumentException("threshold is above 0: at 0 nobody is released");
      }
    }

    @Override
    public String type() {
      return "average-risk";
    }
  }

  /**
   * The share of released subjects that are alone in their class is at most {@code threshold}.
   *
   * @param threshold from 0 to 1
   */
  record SampleUniqueness(double threshold) implements ModelSpec {
    /** Refuses a threshold outside 0 to 1. */
    public SampleUniqueness {
      requireShare(threshold, "threshold");
    }

    @Override
    public String type() {
      return "sample-uniqueness";
    }
  }

  /** Returns the sensitive attribute this model is about, if it is about one. */
  default Optional<String> sensitiveAttribute() {
    return this instanceof OnAttribute model ? Optional.of(model.attribute()) : Optional.empty();
  }

  /** Returns whether this is about all released classes together. */
  default boolean isOfSample() {
    return this instanceof AverageRisk || this instanceof SampleUniqueness;
  }

  private static void requireAttribute(String attribute) {
    if (attribute.isEmpty()) {
      throw new IllegalArgumentException("the attribute has no name");
    }
  }

  private static void requireDiversity(double l) {
    if (!(l >= 1 && l <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("l is below 1");
    }
  }

  private static void requireShare(double share, String name) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " is not from 0 to 1");
    }
  }
}
