package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which combination wins, by the definition, and what it shows to be beaten. */
final class IncumbentTest {
  private static final double TIE = Incumbent.TIE;

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Offer(int[] levels, double[] loss) {
    int sum() {
      return Lattice.sum(levels);
    }
  }

  @Test
  void winner_isTheOneOfTheDefinition_inWhateverOrderTheyCome() {
    Random random = new Random(3);
    for (int run = 0; run < 3_000; run++) {
      int width = 1 + random.nextInt(2);
      List<Offer> offers = offers(random, width);
      Offer best = best(offers, width);

      Collections.shuffle(offers, random);
      Incumbent incumbent = new Incumbent(width);
      offers.forEach(offer -> incumbent.offer(offer.levels, offer.loss));

      assertThat(incumbent.levels()).isEqualTo(best.levels);
      assertThat(incumbent.loss()).isEqualTo(best.loss);
    }
  }

  /**
   * Returns combinations whose losses are few numbers, and these give or take half a tie or two.
   */
  private static List<Offer> offers(Random random, int width) {
    List<Offer> offers = new ArrayList<>();
    double scale = random.nextBoolean() ? 1 : 1e6;
    List<Integer> places = new ArrayList<>(IntStream.range(0, 9).boxed().toList());
    Collections.shuffle(places, random);
    for (int place : places.subList(0, 1 + random.nextInt(8))) {
      double[] loss = new double[width];
      for (int i = 0; i < width; i++) {
        loss[i] = scale * (1 + random.nextInt(2) + TIE / 2 * (random.nextInt(5) - 2));
      }
      offers.add(new Offer(new int[] {place / 3, place % 3}, loss));
    }
    return offers;
  }

  private static Offer best(List<Offer> offers, int width) {
    double[] least = offers.stream().map(Offer::loss).min(Arrays::compare).orElseThrow().clone();
    least[0] += width > 1 ? 0 : TIE * Math.max(1, least[0]);
    return offers.stream()
        .filter(offer -> Arrays.compare(offer.loss, least) <= 0)
        .min(Comparator.comparingInt(Offer::sum).thenComparing(Offer::levels, Arrays::compare))
        .orElseThrow();
  }

  @Test
  void nothingOffered_hasNoLevelsAndBeatsNothing() {
    for (int width = 1; width <= 2; width++) {
      Incumbent incumbent = new Incumbent(width);
      double[] infinite = new double[width];
      Arrays.fill(infinite, Double.POSITIVE_INFINITY);

      assertThat(incumbent.levels()).isNull();
      assertThat(incumbent.loss()).isEqualTo(infinite);
      assertThat(incumbent.beats(infinite)).isFalse();
      assertThat(incumbent.beats(infinite, new int[] {9})).isFalse();
    }
  }

  @Test
  void bound_isBeatenOnlyBeyondWhatTies() {
    Incumbent incumbent = new Incumbent(1);
    incumbent.offer(new int[] {1}, new double[] {4});

    assertThat(incumbent.beats(new double[] {4 + 4 * TIE})).isFalse();
    assertThat(incumbent.beats(new double[] {4 + 8 * TIE})).isTrue();
  }

  @Test
  void losses_below1_tieByTheToleranceOf1() {
    Incumbent incumbent = new Incumbent(1);
    incumbent.offer(new int[] {1}, new double[] {0.25});

    assertThat(incumbent.beats(new double[] {0.25 + 0.9 * TIE})).isFalse();
    assertThat(incumbent.beats(new double[] {0.25 + 1.1 * TIE})).isTrue();
  }

  @Test
  void levels_areBeatenByEqualLossOnlyIfTheyComeLater() {
    Incumbent incumbent = new Incumbent(1);
    incumbent.offer(new int[] {1, 1}, new double[] {4});
    double[] equal = {4};

    assertThat(incumbent.beats(equal, new int[] {2, 1})).isTrue();
    assertThat(incumbent.beats(equal, new int[] {2, 0})).isTrue();
    assertThat(incumbent.beats(equal, new int[] {1, 1})).isFalse();
    assertThat(incumbent.beats(equal, new int[] {0, 2})).isFalse();
    assertThat(incumbent.beats(equal, new int[] {1, 0})).isFalse();
    assertThat(incumbent.beats(new double[] {3.9}, new int[] {2, 1})).isFalse();
    assertThat(incumbent.beats(new double[] {5}, new int[] {0, 0})).isTrue();
  }

  @Test
  void ranks_areBeatenByLessWithoutATolerance() {
    Incumbent incumbent = new Incumbent(2);
    incumbent.offer(new int[] {1, 1}, new double[] {4, 2});

    assertThat(incumbent.beats(new double[] {4, 2})).isFalse();
    assertThat(incumbent.beats(new double[] {4, 1})).isFalse();
    assertThat(incumbent.beats(new double[] {4, 2 + 1e-15})).isTrue();
    assertThat(incumbent.beats(new double[] {4 + 1e-15, 0})).isTrue();
    assertThat(incumbent.beats(new double[] {4, 2}, new int[] {0, 3})).isTrue();
    assertThat(incumbent.beats(new double[] {4, 2}, new int[] {0, 1})).isFalse();
  }
}
