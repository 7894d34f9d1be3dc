package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a risk report depends on beside table and specification.
 *
 * @param threshold risk of one record from which it counts as at risk, above 0 and at most 1
 * @param environment who can get at the table
 * @param population what the subjects were drawn from, if population uniques are to be estimated
 */
public record RiskOptions(
    double threshold, Environment environment, Optional<Population> population) {
  /** The threshold commonly quoted for GB/T 42460-2023; not verified against its text. */
  public static final double DEFAULT_THRESHOLD = 0.05;

  /** The default threshold, anyone may attack, and no population is known. */
  public static final RiskOptions DEFAULT = new RiskOptions(DEFAULT_THRESHOLD, Environment.PUBLIC);

  /** Refuses a threshold that is no probability or 0. */
  public RiskOptions {
    requireNonNull(environment, "environment");
    requireNonNull(population, "population");
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a risk threshold is above 0 and at most 1");
    }
  }

  /** Compares part/whole with the threshold exactly. */
  int compareToThreshold(int part, int whole) {
    BigDecimal scaled = BigDecimal.valueOf(threshold).multiply(BigDecimal.valueOf(whole));
    return BigDecimal.valueOf(part).compareTo(scaled);
  }

  /** Creates options without a population. */
  public RiskOptions(double threshold, Environment environment) {
    this(threshold, environment, Optional.empty());
  }

  /** Returns these options with another population. */
  public RiskOptions withPopulation(Population known) {
    return new RiskOptions(threshold, environment, Optional.of(known));
  }

  /** Who can get at a table, which decides which risk GB/T 42460-2023 compares. */
  public enum Environment {
    /** Anyone: the risk of the record most at risk counts. */
    PUBLIC,
    /** Known parties under contract: the mean risk counts. */
    CONTROLLED
  }
}
