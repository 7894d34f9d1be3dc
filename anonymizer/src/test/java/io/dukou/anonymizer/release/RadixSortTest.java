package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RadixSortTest {
  @Test
  void nothing_staysNothing() {
    assertThat(RadixSort.order(new long[0])).isEmpty();
  }

  @Test
  void keys_areUnsigned() {
    assertThat(RadixSort.order(new long[] {-1, 1, Long.MIN_VALUE, 0})).containsExactly(3, 1, 2, 0);
  }

  @Test
  void equalKeys_keepTheirOrder() {
    assertThat(RadixSort.order(new long[] {5, 5, 4, 5})).containsExactly(2, 0, 1, 3);
  }

  @Test
  void highBits_decideAloneWhereAsked() {
    long[] keys = {2L << 40 | 1, 1L << 40 | 2, 1L << 40 | 1, -1};

    assertThat(RadixSort.orderByHighBits(keys)).containsExactly(1, 2, 0, 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomKeys_areSortedAsByComparison(long seed) {
    Random random = new Random(seed);
    int shift = random.nextInt(64);
    long[] keys = random.longs(2_000).map(key -> key >>> shift).toArray();

    int[] expected =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparing(i -> keys[i], Long::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(RadixSort.order(keys)).containsExactly(expected);
  }
}
