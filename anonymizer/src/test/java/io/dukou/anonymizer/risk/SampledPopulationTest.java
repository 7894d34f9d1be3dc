package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dukou.anonymizer.risk.PopulationUniqueness.Estimator;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Draws samples of populations whose uniques are known, and compares the mean of the estimates. The
 * seeds are fixed.
 */
final class SampledPopulationTest {
  private static final int SAMPLES = 20;

  @ParameterizedTest
  @CsvSource({"0.02, 20", "0.1, 8", "0.3, 4", "0.6, 3"})
  void pitman_findsTheUniquesOfItsModel(double fraction, double percent) {
    int[] population = seating(60_000, 900, 0.35, new Random(11));

    assertThat(mean(population, fraction, Estimator.PITMAN))
        .isCloseTo(singles(population), withinPercentage(percent));
  }

  @ParameterizedTest
  @CsvSource({"0.2, 30", "0.4, 6", "0.6, 3"})
  void snb_findsTheUniquesOfItsModel(double fraction, double percent) {
    int[] population = slid(20_000, 0.7, 0.15, new Random(12));

    assertThat(mean(population, fraction, Estimator.SNB))
        .isCloseTo(singles(population), withinPercentage(percent));
  }

  @Test
  void zayatz_comesNearAsMoreIsSampled() {
    int[] population = seating(60_000, 900, 0.35, new Random(13));
    double truth = singles(population);

    double few = Math.abs(mean(population, 0.1, Estimator.ZAYATZ) - truth);
    double many = Math.abs(mean(population, 0.5, Estimator.ZAYATZ) - truth);
    double most = Math.abs(mean(population, 0.9, Estimator.ZAYATZ) - truth);

    assertThat(most).isLessThan(many).isLessThan(0.03 * truth);
    assertThat(many).isLessThan(few);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.2, 0.5})
  void rule_staysWithinATenthOnSkewedClasses(double fraction) {
    int[] population = seating(60_000, 300, 0.5, new Random(14));

    assertThat(mean(population, fraction, PopulationUniqueness::uniques))
        .isCloseTo(singles(population), withinPercentage(10));
  }

  private static double mean(int[] population, double fraction, Estimator estimator) {
    return mean(population, fraction, found -> found.uniques(estimator).orElseThrow());
  }

  /** Returns the mean estimate over samples drawn without putting back. */
  private static double mean(
      int[] population, double fraction, ToDoubleFunction<PopulationUniqueness> estimate) {
    Random random = new Random(15);
    double sum = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      NavigableMap<Integer, Integer> drawn = draw(population, fraction, random);
      SampledClasses classes = new SampledClasses(drawn, population.length);
      sum += estimate.applyAsDouble(PopulationUniqueness.of(classes));
    }
    return sum / SAMPLES;
  }

  private static NavigableMap<Integer, Integer> draw(
      int[] population, double fraction, Random random) {
    int[] shuffled = population.clone();
    int wanted = (int) Math.round(fraction * shuffled.length);
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      int taken = shuffled[other];
      shuffled[other] = shuffled[i];
      shuffled[i] = taken;
    }
    return sizes(Arrays.copyOf(shuffled, wanted));
  }

  private static NavigableMap<Integer, Integer> sizes(int[] classes) {
    int[] members = new int[Arrays.stream(classes).max().orElse(0) + 1];
    for (int number : classes) {
      members[number]++;
    }
    NavigableMap<Integer, Integer> bySize = new TreeMap<>();
    for (int size : members) {
      if (size > 0) {
        bySize.merge(size, 1, Integer::sum);
      }
    }
    return bySize;
  }

  private static double singles(int[] population) {
    return sizes(population).getOrDefault(1, 0);
  }

  /** Seats persons one by one as the model of Pitman does; returns the class of each. */
  private static int[] seating(int persons, double theta, double alpha, Random random) {
    int[] classOf = new int[persons];
    int classes = 0;
    int[] firsts = new int[persons];
    for (int n = 0; n < persons; n++) {
      boolean opens = random.nextDouble() * (n + theta) < theta + classes * alpha;
      if (!opens) {
        classOf[n] = joined(classOf, firsts, n, alpha, random);
        continue;
      }
      firsts[classes] = n;
      classOf[n] = classes++;
    }
    return classOf;
  }

  /**
   * Returns the class of a person already seated; one who opened a class is passed over with
   * probability alpha, which makes a class of j persons as likely as j - alpha.
   */
  private static int joined(int[] classOf, int[] firsts, int seated, double alpha, Random random) {
    while (true) {
      int person = random.nextInt(seated);
      boolean opened = firsts[classOf[person]] == person;
      if (!opened || random.nextDouble() >= alpha) {
        return classOf[person];
      }
    }
  }

  /** Returns the class of each person of classes of slid negative binomial size. */
  private static int[] slid(int classes, double alpha, double beta, Random random) {
    int[] classOf = new int[classes];
    int persons = 0;
    for (int number = 0; number < classes; number++) {
      int size = 1 + negativeBinomial(alpha, beta, random);
      if (persons + size > classOf.length) {
        classOf = Arrays.copyOf(classOf, 2 * (persons + size));
      }
      Arrays.fill(classOf, persons, persons + size, number);
      persons += size;
    }
    return Arrays.copyOf(classOf, persons);
  }

  /** Draws by adding up probabilities until they pass a random number. */
  private static int negativeBinomial(double alpha, double beta, Random random) {
    double left = random.nextDouble();
    double probability = Math.pow(beta, alpha);
    int size = 0;
    while (left > probability) {
      left -= probability;
      probability *= (alpha + size) / (size + 1) * (1 - beta);
      size++;
    }
    return size;
  }
}
