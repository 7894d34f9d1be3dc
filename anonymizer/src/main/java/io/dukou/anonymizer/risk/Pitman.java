package io.dukou.anonymizer.risk;

import java.util.Map;
import java.util.Optional;

/**
 * The estimate of population uniques by the sampling formula of Ewens and Pitman.
 *
 * <h2>Model</h2>
 *
 * <p>A further person joins one of u classes of n persons; one of size j with probability (j -
 * alpha) / (n + theta), a new one with probability (theta + u alpha) / (n + theta). Of N persons
 * the expected number in a class of their own is N times the product of (theta + alpha + i - 1) /
 * (theta + i) for i from 1 to N - 1, which is N Gamma(theta + 1) / Gamma(theta + alpha) Gamma(theta
 * + alpha + N - 1) / Gamma(theta + N). ARX 3.9.2 gives its limit for large N, N<sup>alpha</sup>
 * Gamma(theta + 1) / Gamma(theta + alpha), which may be above N.
 *
 * <p>alpha is below 1 and theta above -alpha. Below alpha = 0 there are -theta / alpha classes in
 * all; that number is left real, as long as it is above those seen.
 *
 * <h2>Parameters</h2>
 *
 * <p>Those of the largest likelihood. For each alpha the best theta is where the derivative by
 * theta changes its sign; with it in place the derivative by alpha is that of the profile, whose
 * change of sign is searched. No starting values, and no steps that could lead astray. Where the
 * likelihood rises without end towards equal classes (alpha to minus infinity), alpha stays at the
 * bound.
 *
 * <p>Sources: J. Pitman, Exchangeable and Partially Exchangeable Random Partitions, Probability
 * Theory and Related Fields 102, 1995; N. Hoshino, Applying Pitman's Sampling Formula to Microdata
 * Disclosure Risk Assessment, Journal of Official Statistics 17(4), 2001.
 *
 * @param theta above -alpha
 * @param alpha below 1
 */
record Pitman(double theta, double alpha) {
  private static final double LEAST_DISTANCE = 1e-12;
  private static final double FARTHEST_BELOW = 1e7;
  private static final double LARGEST_THETA = 1e18;

  /**
   * Fits the model.
   *
   * @return empty if all subjects are in one class or each is in its own, where no parameters fit
   *     best
   */
  static Optional<Pitman> fit(SampledClasses sample) {
    if (sample.classes() < 2 || sample.classes() == sample.subjects()) {
      return Optional.empty();
    }
    Likelihood likelihood = new Likelihood(sample, sample.classes(), sample.subjects());
    double belowOne =
        likelihood.profileSlope(FARTHEST_BELOW) < 0
            ? FARTHEST_BELOW
            : PositiveRoot.find(likelihood::profileSlope, LEAST_DISTANCE, FARTHEST_BELOW);
    double alpha = 1 - belowOne;
    double theta = likelihood.leastTheta(alpha) + likelihood.bestDistance(alpha);
    return Optional.of(new Pitman(theta, alpha));
  }

  /** Returns the expected number of persons alone in their class among {@code population}. */
  double uniques(long population) {
    return population
        * Math.exp(
            GammaRatio.logarithm(theta + alpha, 1 - alpha)
                + GammaRatio.logarithm(theta + population, alpha - 1));
  }

  /** Returns the limit of {@link #uniques} for large populations. */
  double limit(long population) {
    return Math.exp(
        GammaRatio.logarithm(theta + alpha, 1 - alpha) + alpha * Math.log((double) population));
  }

  /**
   * Derivatives of the logarithm of the likelihood. Instead of theta they take its distance to the
   * least theta that alpha allows, which is also the smallest of the theta + i alpha.
   */
  private record Likelihood(SampledClasses sample, long classes, long subjects) {
    double leastTheta(double alpha) {
      return alpha >= 0 ? -alpha : -(classes - 1) * alpha;
    }

    double bestDistance(double alpha) {
      return PositiveRoot.find(
          distance -> thetaSlope(distance, alpha), LEAST_DISTANCE, LARGEST_THETA);
    }

    private double thetaSlope(double distance, double alpha) {
      return ReciprocalSums.plain(distance, Math.abs(alpha), classes - 1)
          - ReciprocalSums.plain(leastTheta(alpha) + distance + 1, 1, subjects - 1);
    }

    /** Returns the derivative by alpha at the best theta, given 1 - alpha. */
    double profileSlope(double belowOne) {
      double alpha = 1 - belowOne;
      double slope = ofNewClasses(bestDistance(alpha), alpha);
      for (Map.Entry<Integer, Integer> each : sample.bySize().entrySet()) {
        slope -= each.getValue() * ReciprocalSums.plain(belowOne, 1, each.getKey() - 1L);
      }
      return slope;
    }

    /** Returns the sum of i / (theta + i alpha) for i from 1 to classes - 1. */
    private double ofNewClasses(double distance, double alpha) {
      double step = Math.abs(alpha);
      double plain = ReciprocalSums.plain(distance, step, classes - 1);
      double weighted = ReciprocalSums.weighted(distance, step, classes - 1);
      return alpha >= 0 ? plain + weighted : (classes - 1) * plain - weighted;
    }
  }
}
