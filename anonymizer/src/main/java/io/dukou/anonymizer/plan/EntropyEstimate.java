package io.dukou.anonymizer.plan;

/**
 * What stands for the logarithm when the entropy of n observations is estimated as psi(n) - 1/n sum
 * h psi(h). Any thread may ask.
 */
enum EntropyEstimate {
  /** The natural logarithm: the entropy of the observed shares. */
  SHANNON {
    @Override
    double psi(double count) {
      return Math.log(count);
    }
  },

  /**
   * Grassberger's G: G(1) = -gamma - ln 2 and G(2n) = G(2n + 1) = G(1) + 2/1 + 2/3 + ... + 2/(2n -
   * 1). Source: P. Grassberger, Entropy Estimates from Insufficient Samplings, arXiv
   * physics/0307138, equations 30 and 31. Defined for whole numbers.
   */
  GRASSBERGER {
    @Override
    double psi(double count) {
      int half = (int) count / 2;
      return half < SUMS.length ? SUMS[half] : expansion(half);
    }
  };

  private static final double EULER_GAMMA = 0.5772156649015329;
  private static final double[] SUMS = sums(1 << 12);

  /** Returns psi of a number above 0. */
  abstract double psi(double count);

  private static double[] sums(int size) {
    double[] sums = new double[size];
    sums[0] = -EULER_GAMMA - Math.log(2);
    for (int half = 1; half < size; half++) {
      sums[half] = sums[half - 1] + 2.0 / (2 * half - 1);
    }
    return sums;
  }

  /**
   * Returns G(2n) by the expansion of the sum of odd reciprocals for large n: ln(2n) + 1/(24 n^2) -
   * 7/(960 n^4); the next term is below 1e-24 where it is used.
   */
  private static double expansion(int half) {
    double inverse = 1.0 / ((double) half * half);
    return Math.log(2.0 * half) + inverse * (1.0 / 24 - inverse * (7.0 / 960));
  }
}
