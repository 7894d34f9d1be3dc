package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums and quotients that the estimators are made of. */
final class SeriesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 32",
    "1, 1, 33",
    "0.5, 1, 100000",
    "1e-9, 0.3, 5000",
    "7, 0, 400",
    "1000, 1e-12, 100000",
    "12, 1e-7, 1000000",
    "3, 50, 2000",
    "2, 1, 0"
  })
  void reciprocals_sumUpAsTermByTerm(double first, double step, long count) {
    double plain = 0;
    double weighted = 0;
    for (long j = 0; j < count; j++) {
      plain += 1 / (first + j * step);
      weighted += j / (first + j * step);
    }

    assertThat(ReciprocalSums.plain(first, step, count)).isCloseTo(plain, withinPercentage(1e-9));
    assertThat(ReciprocalSums.weighted(first, step, count))
        .isCloseTo(weighted, withinPercentage(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.25, 3, 15.9, 16, 1e4, 1e12})
  void gamma_growsByItsArgument(double x) {
    assertThat(GammaRatio.logarithm(x, 1)).isCloseTo(Math.log(x), within(1e-12 * (1 + x * 1e-12)));
    assertThat(GammaRatio.logarithm(x + 1, -1)).isCloseTo(-Math.log(x), within(1e-9));
  }

  @Test
  void gamma_isKnownAtHalves() {
    // Gamma(1/2) is the root of pi, Gamma(1) is 1.
    assertThat(GammaRatio.logarithm(0.5, 0.5)).isCloseTo(-Math.log(Math.PI) / 2, within(1e-13));
  }

  @Test
  void root_isFoundOverManyMagnitudes() {
    assertThat(PositiveRoot.find(x -> x - 1e-7, 1e-12, 1e18))
        .isCloseTo(1e-7, withinPercentage(1e-12));
    assertThat(PositiveRoot.find(x -> 1e9 - x, 1e-12, 1e18))
        .isCloseTo(1e9, withinPercentage(1e-12));
  }
}
