package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many persons are alone in their class of the population, by several estimators, and by the
 * rule that chooses among them.
 *
 * <p>The subjects must be a random sample of the population; of a trial with entry criteria they
 * are one of the persons who meet these. Without a class of one subject in the sample every
 * estimate is 0. Immutable; any thread may read it.
 */
public final class PopulationUniqueness {
  /** The share sampled up to which the model of Pitman is chosen. */
  private static final double SMALL_FRACTION = 0.1;

  private final SampledClasses sample;
  private final Optional<Pitman> pitman;
  private final Optional<SlidNegativeBinomial> slid;

  private PopulationUniqueness(SampledClasses sample) {
    this.sample = requireNonNull(sample, "sample");
    this.pitman = Pitman.fit(sample);
    this.slid = SlidNegativeBinomial.fit(sample);
  }

  /** Estimates from the classes of a sample. */
  static PopulationUniqueness of(SampledClasses sample) {
    return new PopulationUniqueness(sample);
  }

  /** Returns the number of persons of the population. */
  public long population() {
    return sample.population();
  }

  /** Returns the share of the population that is in the sample. */
  public double fraction() {
    return sample.fraction();
  }

  /**
   * Returns the estimated number of persons alone in their class.
   *
   * @return empty if the estimator does not fit the sample
   */
  public OptionalDouble uniques(Estimator estimator) {
    if (sample.ofSize(1) == 0) {
      return OptionalDouble.of(0);
    }
    return switch (estimator) {
      case PITMAN -> number(pitman.map(model -> model.uniques(population())));
      case ZAYATZ -> OptionalDouble.of(Zayatz.uniques(sample));
      case SNB -> number(slid.map(SlidNegativeBinomial::uniques));
    };
  }

  private static OptionalDouble number(Optional<Double> number) {
    return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /**
   * Returns the estimator to rely on: that of Pitman where at most a tenth of the population is
   * sampled; else the smaller of SNB and Zayatz. Zayatz where the one asked for does not fit.
   *
   * <p>Source: F. K. Dankar, K. El Emam, A. Neisa and T. Roffey, Estimating the Re-identification
   * Risk of Clinical Data Sets, BMC Medical Informatics and Decision Making 12:66, 2012.
   */
  public Estimator chosen() {
    double zayatz = uniques(Estimator.ZAYATZ).orElseThrow();
    if (fraction() <= SMALL_FRACTION) {
      return uniques(Estimator.PITMAN).isPresent() ? Estimator.PITMAN : Estimator.ZAYATZ;
    }
    OptionalDouble other = uniques(Estimator.SNB);
    return other.isPresent() && other.getAsDouble() <= zayatz ? Estimator.SNB : Estimator.ZAYATZ;
  }

  /** Returns the number by the estimator chosen. */
  public double uniques() {
    return uniques(chosen()).orElseThrow();
  }

  /** Returns the share of the population that the estimator chosen says is unique. */
  public double share() {
    return population() == 0 ? 0 : uniques() / population();
  }

  /** A way to estimate population uniques. */
  public enum Estimator {
    /** The sampling formula of Ewens and Pitman. */
    PITMAN,
    /** The sampled classes taken for those of the population. */
    ZAYATZ,
    /** Classes of slid negative binomial size. */
    SNB
  }
}
