package io.dukou.anonymizer.risk;

import java.util.Map;
import java.util.Optional;

/**
 * The estimate of population uniques by classes that are one person larger than a number that is
 * negative binomial (slide negative binomial).
 *
 * <h2>Model</h2>
 *
 * <p>The K classes of the population have independent sizes F with the generating function E
 * s<sup>F</sup> = G(s) = s (beta / (1 - (1 - beta) s))<sup>alpha</sup>, so K beta<sup>alpha</sup>
 * of them are of one person. Of classes sampled with fraction p the generating function is G(1 - p
 * + p s). With d = (1 - p)(1 - beta) and r = beta / (1 - d), its first two coefficients give the
 * expected numbers of classes with one and with two sampled subjects:
 *
 * <p>f<sub>1</sub> = K p r<sup>alpha</sup> (1 + alpha d / (1 - d)),<br>
 * f<sub>2</sub> = K p<sup>2</sup> alpha (1 - beta) r<sup>alpha</sup> (2 - (1 - alpha) d) / (2 (1 -
 * d)<sup>2</sup>).
 *
 * <h2>Parameters</h2>
 *
 * <p>K is the third modified estimate of Shlosser. The quotient of the two equations rises with
 * alpha, so it gives the one alpha for each beta as the root of a square; with it in place the
 * first equation is searched for its change of sign.
 *
 * <p>ARX 3.9.2 multiplies by (1 - d)<sup>alpha + 2</sup> where the second equation divides by it,
 * and subtracts 1 once for each size in K; its solver finds no solution for any sample that was
 * compared, so there the estimate is missing.
 *
 * <p>Sources: G. Chen and S. Keller-McNulty, Estimation of Identification Disclosure Risk in
 * Microdata, Journal of Official Statistics 14(1), 1998; P. J. Haas and L. Stokes, Estimating the
 * Number of Classes in a Finite Population, Journal of the American Statistical Association 93,
 * 1998.
 *
 * @param classes K, the estimated number of classes of the population
 * @param alpha above 0
 * @param beta above 0 and below 1
 */
record SlidNegativeBinomial(double classes, double alpha, double beta) {
  private static final double EXTREME_ODDS = 1e9;

  /**
   * Fits the model.
   *
   * @return empty if the whole population is in the sample, no class has one or none has two
   *     subjects, or no parameters fit
   */
  static Optional<SlidNegativeBinomial> fit(SampledClasses sample) {
    if (sample.fraction() == 1 || sample.ofSize(1) == 0 || sample.ofSize(2) == 0) {
      return Optional.empty();
    }
    Equations equations =
        new Equations(
            populationClasses(sample), sample.fraction(), sample.ofSize(1), sample.ofSize(2));
    if (equations.excess(1 / EXTREME_ODDS) > 0 || equations.excess(EXTREME_ODDS) < 0) {
      return Optional.empty();
    }
    double odds = PositiveRoot.find(equations::excess, 1 / EXTREME_ODDS, EXTREME_ODDS);
    return Optional.of(
        new SlidNegativeBinomial(equations.classes, equations.alpha(odds), odds / (1 + odds)));
  }

  /** Returns the expected number of persons alone in their class of the population. */
  double uniques() {
    return classes * Math.pow(beta, alpha);
  }

  /**
   * Returns the number of classes of the population: with q the fraction sampled and sums over the
   * sizes i, d + f<sub>1</sub> (sum i q<sup>2</sup> (1 - q<sup>2</sup>)<sup>i-1</sup> f<sub>i</sub>
   * / sum (1 - q)<sup>i</sup> ((1 + q)<sup>i</sup> - 1) f<sub>i</sub>) (sum (1 - q)<sup>i</sup>
   * f<sub>i</sub> / sum i q (1 - q)<sup>i-1</sup> f<sub>i</sub>)<sup>2</sup>.
   */
  static double populationClasses(SampledClasses sample) {
    double q = sample.fraction();
    double squareOnce = 0;
    double squareSeen = 0;
    double missed = 0;
    double once = 0;
    for (Map.Entry<Integer, Integer> each : sample.bySize().entrySet()) {
      int size = each.getKey();
      int count = each.getValue();
      squareOnce += count * size * q * q * Math.pow(1 - q * q, size - 1);
      squareSeen += count * (Math.pow(1 - q * q, size) - Math.pow(1 - q, size));
      missed += count * Math.pow(1 - q, size);
      once += count * size * q * Math.pow(1 - q, size - 1);
    }
    double ratio = missed / once;
    return sample.classes() + sample.ofSize(1) * (squareOnce / squareSeen) * ratio * ratio;
  }

  /** The two equations, with beta as odds = beta / (1 - beta). */
  private record Equations(double classes, double p, double singles, double pairs) {
    /** Returns by how much the model expects more classes with one sampled subject than seen. */
    double excess(double odds) {
      double beta = odds / (1 + odds);
      double d = (1 - p) / (1 + odds);
      double alpha = alpha(odds);
      double expected = classes * p * Math.pow(beta / (1 - d), alpha) * (1 + alpha * d / (1 - d));
      return expected - singles;
    }

    /** Returns the alpha at which pairs and singles are in the proportion seen. */
    double alpha(double odds) {
      double d = (1 - p) / (1 + odds);
      double scale = p / (1 + odds) / (2 * (1 - d));
      double proportion = pairs / singles;
      double square = scale * d;
      double linear = scale * (2 - d) - proportion * d;
      double constant = -proportion * (1 - d);
      double root = Math.sqrt(linear * linear - 4 * square * constant);
      return linear > 0 ? -2 * constant / (linear + root) : (root - linear) / (2 * square);
    }
  }
}
