package io.dukou.anonymizer.risk;

import java.util.Map;

/**
 * The estimate of population uniques that takes the sampled classes for those of the population.
 *
 * <p>With f<sub>i</sub> classes of i subjects among n sampled of N persons, and H(i) the
 * hypergeometric probability that exactly one of i given persons is sampled, a class with one
 * sampled subject is one of a single person with probability f<sub>1</sub> H(1) / sum f<sub>i</sub>
 * H(i). Of the f<sub>1</sub> N/n persons that sampled uniques stand for, that share is unique.
 *
 * <p>Source: L. Zayatz, Estimation of the Percent of Unique Population Elements on a Microdata File
 * Using the Sample, US Bureau of the Census, Statistical Research Division RR-91/08, 1991.
 */
final class Zayatz {
  private Zayatz() {}

  /** Returns the estimated number of persons who are alone in their class of the population. */
  static double uniques(SampledClasses sample) {
    int singles = sample.ofSize(1);
    if (singles == 0) {
      return 0;
    }
    double fraction = sample.fraction();
    double one = fraction;
    double all = 0;
    int size = 1;
    for (Map.Entry<Integer, Integer> classes : sample.bySize().entrySet()) {
      for (; size < classes.getKey(); size++) {
        one *= missed(sample, size);
      }
      all += classes.getValue() * (size * one);
    }
    return singles * (singles * fraction / all) / fraction;
  }

  /**
   * Returns the probability that a further person is not sampled, of whose class one is sampled and
   * {@code known - 1} are not.
   */
  private static double missed(SampledClasses sample, int known) {
    double unsampled = sample.population() - sample.subjects() - (known - 1.0);
    return Math.max(0, unsampled) / (sample.population() - known);
  }
}
