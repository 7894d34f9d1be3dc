package io.dukou.anonymizer.risk;

/**
 * Sums of reciprocals of evenly spaced numbers, in constant time and to about 13 digits.
 *
 * <p>The first {@value #HEAD} terms are added; the rest follows from the formula of Euler and
 * Maclaurin up to the fifth derivative, whose error falls with the seventh power of their number.
 * Nothing cancels, so a spacing near 0 loses no digits.
 */
final class ReciprocalSums {
  private static final int HEAD = 32;

  /** Below this the logarithm is expanded into its series. */
  private static final double SMALL = 0.05;

  private static final int TERMS = 14;

  private ReciprocalSums() {}

  /**
   * Returns the sum of 1 / (first + j step) for j from 0 to count - 1.
   *
   * @param first above 0
   * @param step at least 0
   */
  static double plain(double first, double step, long count) {
    double sum = 0;
    for (int j = 0; j < Math.min(count, HEAD); j++) {
      sum += 1 / (first + j * step);
    }
    return count <= HEAD ? sum : sum + plainRest(first + HEAD * step, step, count - HEAD - 1.0);
  }

  private static double plainRest(double first, double step, double length) {
    double last = first + step * length;
    double integral = length / first * logarithm(step * length / first);
    double ends = (1 / first + 1 / last) / 2;
    return integral + ends + plainSlopes(last, step) - plainSlopes(first, step);
  }

  private static double plainSlopes(double x, double step) {
    double ratio = step / x;
    double square = ratio * ratio;
    return -ratio / x * (1.0 / 12 - square * (6.0 / 720 - square * (120.0 / 30240)));
  }

  /**
   * Returns the sum of j / (first + j step) for j from 0 to count - 1.
   *
   * @param first above 0
   * @param step at least 0
   */
  static double weighted(double first, double step, long count) {
    double sum = 0;
    for (int j = 0; j < Math.min(count, HEAD); j++) {
      sum += j / (first + j * step);
    }
    return count <= HEAD ? sum : sum + weightedRest(first, step, count - HEAD - 1.0);
  }

  private static double weightedRest(double first, double step, double length) {
    double start = first + HEAD * step;
    double last = start + step * length;
    double ratio = step * length / start;
    double integral = length / start * (HEAD * logarithm(ratio) + length * logarithmRest(ratio));
    double ends = (HEAD / start + (HEAD + length) / last) / 2;
    return integral + ends + first * (weightedSlopes(last, step) - weightedSlopes(start, step));
  }

  private static double weightedSlopes(double x, double step) {
    double square = step / x * (step / x);
    return 1 / (x * x) * (1.0 / 12 - square * (6.0 / 720 - square * (120.0 / 30240)));
  }

  /** Returns ln(1 + z) / z, 1 at 0. */
  private static double logarithm(double z) {
    return z == 0 ? 1 : Math.log1p(z) / z;
  }

  /** Returns (z - ln(1 + z)) / z<sup>2</sup>, 1/2 at 0. */
  private static double logarithmRest(double z) {
    if (z > SMALL) {
      return (z - Math.log1p(z)) / (z * z);
    }
    double sum = 0;
    for (int k = TERMS; k >= 2; k--) {
      sum = 1.0 / k - z * sum;
    }
    return sum;
  }
}
