package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RadixSortTest {
  @Test
  void nothing_staysNothing() {
    assertThat(RadixSort.sorted(new long[0])).isEmpty();
  }

  @Test
  void halvesOfAWord_areReadAsTheyWereGiven() {
    long word = RadixSort.word(-7, -9);

    assertThat(RadixSort.key(word)).isEqualTo(-7);
    assertThat((int) word).isEqualTo(-9);
  }

  @Test
  void keys_areUnsigned() {
    assertThat(belongings(RadixSort.sorted(words(-1, 1, Integer.MIN_VALUE, 0))))
        .containsExactly(3, 1, 2, 0);
  }

  @Test
  void equalKeys_keepTheirOrder_whateverTheLowerHalf() {
    long[] words = {
      RadixSort.word(5, 9), RadixSort.word(5, -1), RadixSort.word(4, 7), RadixSort.word(5, 0)
    };

    assertThat(belongings(RadixSort.sorted(words))).containsExactly(7, 9, -1, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomKeys_areSortedAsByComparison(long seed) {
    Random random = new Random(seed);
    int shift = random.nextInt(32);
    long[] words = words(random.ints(2_000).map(key -> key >>> shift).toArray());

    long[] expected =
        Arrays.stream(words)
            .boxed()
            .sorted(Long::compareUnsigned)
            .mapToLong(Long::longValue)
            .toArray();

    assertThat(RadixSort.sorted(words)).containsExactly(expected);
  }

  /** Returns words of these keys, each with its index. */
  private static long[] words(int... keys) {
    long[] words = new long[keys.length];
    Arrays.setAll(words, i -> RadixSort.word(keys[i], i));
    return words;
  }

  private static int[] belongings(long[] words) {
    return Arrays.stream(words).mapToInt(word -> (int) word).toArray();
  }
}
