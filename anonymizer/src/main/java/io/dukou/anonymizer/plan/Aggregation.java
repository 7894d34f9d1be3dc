package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.Aggregate;
import java.util.Arrays;

/**
 * Makes one loss of those of the quasi-identifiers.
 *
 * <p>With x the losses, w the weights divided by the largest, and d their number: the sum of w x;
 * that sum / d; the d-th root of the product of all w x + 1, less 1; the largest w x; or all w x
 * from the largest down. None falls when an x rises, in floating point as well. Immutable.
 */
final class Aggregation {
  private static final double DECIMALS = 1e10;

  /** A loss this close below a number of ten decimals, relative to it, is that number. */
  private static final double ROUNDING = 1e-13;

  private final Aggregate aggregate;
  private final double[] weights;

  /**
   * Creates an aggregation.
   *
   * @param weights of the quasi-identifiers, above 0
   */
  Aggregation(Aggregate aggregate, double[] weights) {
    this.aggregate = aggregate;
    double largest = Arrays.stream(weights).max().orElse(1);
    this.weights = Arrays.stream(weights).map(weight -> weight / largest).toArray();
  }

  /** Returns the number of numbers that make up a loss. */
  int width() {
    return aggregate == Aggregate.RANK ? weights.length : 1;
  }

  /**
   * Rounds a loss down to ten decimals. One that has no more than ten must not fall by an error in
   * its last bits, or such an error would choose between combinations that lose the same.
   */
  static double floor(double loss) {
    return Math.floor(loss * DECIMALS * (1 + ROUNDING)) / DECIMALS;
  }

  /** Writes the aggregate of {@code losses} into {@code target}. */
  void aggregate(double[] losses, double[] target) {
    switch (aggregate) {
      case SUM -> target[0] = sum(losses, 1);
      case ARITHMETIC_MEAN -> target[0] = sum(losses, losses.length);
      case GEOMETRIC_MEAN -> target[0] = geometricMean(losses);
      case MAXIMUM -> target[0] = maximum(losses);
      case RANK -> rank(losses, target);
    }
  }

  private double sum(double[] losses, int divisor) {
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += weights[i] * losses[i] / divisor;
    }
    return sum;
  }

  private double geometricMean(double[] losses) {
    double product = 1;
    for (int i = 0; i < losses.length; i++) {
      product *= weights[i] * losses[i] + 1;
    }
    return Math.pow(product, 1.0 / losses.length) - 1;
  }

  private double maximum(double[] losses) {
    double maximum = 0;
    for (int i = 0; i < losses.length; i++) {
      maximum = Math.max(maximum, weights[i] * losses[i]);
    }
    return maximum;
  }

  private void rank(double[] losses, double[] target) {
    for (int i = 0; i < losses.length; i++) {
      target[i] = -weights[i] * losses[i];
    }
    Arrays.sort(target, 0, losses.length);
    for (int i = 0; i < losses.length; i++) {
      target[i] = -target[i];
    }
  }
}
