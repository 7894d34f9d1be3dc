package io.dukou.anonymizer.risk;

/**
 * Quotients of values of the gamma function. Far from the origin the expansion of Stirling is taken
 * of the difference of the logarithms itself, so arguments in the billions lose no digits.
 */
final class GammaRatio {
  /** From here on the expansion is exact to the last bits. */
  private static final double LARGE = 16;

  private GammaRatio() {}

  /** Returns ln(Gamma(x + shift) / Gamma(x)) for x and x + shift above 0. */
  static double logarithm(double x, double shift) {
    double sum = 0;
    double low = x;
    while (low < LARGE || low + shift < LARGE) {
      sum += Math.log(low / (low + shift));
      low++;
    }
    double high = low + shift;
    return sum
        + (low - 0.5) * Math.log1p(shift / low)
        + shift * Math.log(high)
        - shift
        + correction(high)
        - correction(low);
  }

  private static double correction(double x) {
    double inverse = 1 / (x * x);
    return (1.0 / 12
            - inverse
                * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188))))
        / x;
  }
}
