package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dukou.anonymizer.risk.PopulationUniqueness.Estimator;
import io.dukou.anonymizer.risk.UniquenessCases.Sample;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PopulationUniquenessTest {
  static List<Sample> samples() {
    return UniquenessCases.all();
  }

  static Stream<Sample> samplesThatArxSolves() {
    return samples().stream().filter(sample -> sample.pitman().isPresent());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void zayatz_isThatOfArx(Sample sample) {
    assertThat(Zayatz.uniques(sample.classes())).isCloseTo(sample.zayatz(), withinPercentage(1e-7));
  }

  @ParameterizedTest
  @MethodSource("samplesThatArxSolves")
  void pitmanForLargePopulations_isThatOfArx(Sample sample) {
    Pitman pitman = Pitman.fit(sample.classes()).orElseThrow();

    assertThat(pitman.limit(sample.classes().population()))
        .isCloseTo(sample.pitman().orElseThrow(), withinPercentage(1e-6));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void pitman_isWhereTheLikelihoodIsLargest(Sample sample) {
    Pitman best = Pitman.fit(sample.classes()).orElseThrow();
    double largest = likelihood(sample.classes(), best.theta(), best.alpha());

    for (double[] step : new double[][] {{1.001, 0}, {0.999, 0}, {1, 1e-3}, {1, -1e-3}}) {
      assertThat(likelihood(sample.classes(), best.theta() * step[0], best.alpha() + step[1]))
          .isLessThan(largest);
    }
  }

  /** The sampling formula of Ewens and Pitman, term by term, without what does not depend on it. */
  private static double likelihood(SampledClasses sample, double theta, double alpha) {
    double sum = 0;
    for (int i = 1; i < sample.classes(); i++) {
      sum += Math.log(theta + i * alpha);
    }
    for (int i = 1; i < sample.subjects(); i++) {
      sum -= Math.log(theta + i);
    }
    for (Map.Entry<Integer, Integer> each : sample.bySize().entrySet()) {
      for (int i = 1; i < each.getKey(); i++) {
        sum += each.getValue() * Math.log(i - alpha);
      }
    }
    return sum;
  }

  @Test
  void pitmanExpectation_isTheProductOfItsDefinition() {
    Pitman pitman = new Pitman(12.5, 0.4);
    double product = 5000;
    for (int i = 1; i < 5000; i++) {
      product *= (pitman.theta() + pitman.alpha() + i - 1) / (pitman.theta() + i);
    }

    assertThat(pitman.uniques(5000)).isCloseTo(product, withinPercentage(1e-10));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void snb_expectsTheSinglesAndPairsSeen(Sample sample) {
    SampledClasses classes = sample.classes();
    SlidNegativeBinomial model = SlidNegativeBinomial.fit(classes).orElseThrow();

    assertThat(sampled(model, classes.fraction(), 1))
        .isCloseTo(classes.ofSize(1), withinPercentage(1e-4));
    assertThat(sampled(model, classes.fraction(), 2))
        .isCloseTo(classes.ofSize(2), withinPercentage(1e-4));
  }

  /** Adds up, over all sizes in the population, the classes of which some subjects are sampled. */
  private static double sampled(SlidNegativeBinomial model, double fraction, int seen) {
    double probability = Math.pow(model.beta(), model.alpha());
    double sum = 0;
    for (int size = 1; size < 200_000; size++) {
      double ways = seen == 1 ? size : size * (size - 1.0) / 2;
      double missed = Math.pow(1 - fraction, size - (double) seen);
      sum += probability * ways * Math.pow(fraction, seen) * missed;
      probability *= (model.alpha() + size - 1) / size * (1 - model.beta());
    }
    return model.classes() * sum;
  }

  @Test
  void snbClasses_areTheThirdModifiedEstimateOfShlosser() {
    // By hand, with q = 1/2: 3 + 2 (7/8) / (13/16) ((5/4) / (3/2))^2.
    SampledClasses sample = new SampledClasses(sizes(1, 2, 2, 1), 8);

    assertThat(SlidNegativeBinomial.populationClasses(sample))
        .isCloseTo(3 + 2 * (14.0 / 13) * (25.0 / 36), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "snb-0.2, SNB, 9008, 10",
    "snb-0.4, SNB, 9008, 10",
    "sample-six-0.05, PITMAN, 4907, 3",
    "sample-six-0.2, PITMAN, 4907, 3",
    "pareto-0.02, PITMAN, 892, 15",
    "pareto-0.1, SNB, 892, 12",
  })
  void estimate_isNearTheTruthOfItsModel(
      String name, Estimator estimator, double truth, double percent) {
    PopulationUniqueness uniqueness =
        PopulationUniqueness.of(UniquenessCases.named(name).classes());

    assertThat(uniqueness.uniques(estimator).orElseThrow())
        .isCloseTo(truth, withinPercentage(percent));
  }

  @ParameterizedTest
  @CsvSource({
    "adult-six-0.05, PITMAN",
    "adult-all-0.1, PITMAN",
    "snb-0.2, SNB",
    "sample-six-0.2, SNB",
    "adult-all-0.5, SNB",
    "pareto-0.3, ZAYATZ"
  })
  void rule_choosesByFractionAndSmallerEstimate(String name, Estimator chosen) {
    assertThat(PopulationUniqueness.of(UniquenessCases.named(name).classes()).chosen())
        .isEqualTo(chosen);
  }

  @Test
  void sampleWithoutSingles_hasNoUniques() {
    PopulationUniqueness uniqueness =
        PopulationUniqueness.of(new SampledClasses(sizes(5, 3, 7, 1), 10_000));

    for (Estimator estimator : Estimator.values()) {
      assertThat(uniqueness.uniques(estimator)).hasValue(0);
    }
    assertThat(uniqueness.share()).isZero();
  }

  @Test
  void wholePopulation_hasTheUniquesOfTheSample() {
    PopulationUniqueness uniqueness =
        PopulationUniqueness.of(new SampledClasses(sizes(1, 40, 2, 30, 9, 3), 127));

    assertThat(uniqueness.chosen()).isEqualTo(Estimator.ZAYATZ);
    assertThat(uniqueness.uniques()).isEqualTo(40);
  }

  @Test
  void sampleOfSinglesOnly_isLeftToZayatz() {
    PopulationUniqueness uniqueness =
        PopulationUniqueness.of(new SampledClasses(sizes(1, 50), 10_000));

    assertThat(uniqueness.uniques(Estimator.PITMAN)).isEmpty();
    assertThat(uniqueness.uniques(Estimator.SNB)).isEmpty();
    assertThat(uniqueness.chosen()).isEqualTo(Estimator.ZAYATZ);
    assertThat(uniqueness.uniques()).isCloseTo(10_000, within(1e-6));
  }

  @Test
  void emptySample_hasNoUniques() {
    assertThat(PopulationUniqueness.of(new SampledClasses(new TreeMap<>(), 0)).share()).isZero();
  }

  @Test
  void equalClasses_keepPitmanAtItsBound() {
    Pitman pitman = Pitman.fit(new SampledClasses(sizes(6, 500), 30_000)).orElseThrow();

    assertThat(pitman.uniques(30_000)).isBetween(0.0, 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "5, 0.5", "0, 1.1", "0, -0.1", "0, NaN"})
  void population_isASizeOrAFraction(long size, double fraction) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Population(size, fraction));
  }

  @Test
  void population_isNeverSmallerThanTheTable() {
    assertThat(Population.ofSize(10).sizeFor(25)).isEqualTo(25);
    assertThat(Population.sampledAt(0.1).sizeFor(25)).isEqualTo(250);
  }

  @Test
  void populationSmallerThanItsSample_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampledClasses(sizes(2, 2), 3));
  }

  private static NavigableMap<Integer, Integer> sizes(int... pairs) {
    TreeMap<Integer, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      sizes.put(pairs[i], pairs[i + 1]);
    }
    return sizes;
  }
}
