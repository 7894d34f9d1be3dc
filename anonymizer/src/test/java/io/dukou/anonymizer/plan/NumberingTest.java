package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, multisets and tuples are numbered as a hash map would number them. */
final class NumberingTest {
  private final Random random = new Random(11);

  @Test
  void keys_areNumberedByFirstOccurrence_throughGrowth() {
    for (int round = 0; round < 5; round++) {
      DenseIds ids = new DenseIds(1 << (4 * round));
      Map<Long, Integer> model = new HashMap<>();
      for (int i = 0; i < 20_000; i++) {
        long key = random.nextBoolean() ? random.nextInt(5_000) : random.nextLong() >>> 1;
        Integer known = model.putIfAbsent(key, model.size());
        assertThat(ids.idOf(key)).isEqualTo(known == null ? model.size() - 1 : known);
      }
      assertThat(ids.size()).isEqualTo(model.size());
    }
  }

  @Test
  void extremeKeys_areDistinct() {
    DenseIds ids = new DenseIds(4);

    assertThat(ids.idOf(0)).isZero();
    assertThat(ids.idOf(Long.MAX_VALUE)).isEqualTo(1);
    assertThat(ids.idOf(Long.MAX_VALUE - 1)).isEqualTo(2);
    assertThat(ids.idOf(Long.MAX_VALUE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void keysOfWords_areNumberedByFirstOccurrence_throughGrowth(int words) {
    LongTupleIds ids = new LongTupleIds(words);
    Map<List<Long>, Integer> model = new HashMap<>();
    for (int i = 0; i < 9_000; i++) {
      int start = random.nextInt(3);
      long[] key =
          random.longs(start + words, 0, random.nextBoolean() ? 20 : Long.MAX_VALUE).toArray();
      List<Long> boxed = Arrays.stream(key).skip(start).boxed().toList();
      int expected = model.computeIfAbsent(boxed, unseen -> model.size());
      assertThat(ids.idOf(key, start)).isEqualTo(expected);
    }

    assertThat(ids.size()).isEqualTo(model.size());
    model.forEach(
        (key, id) ->
            assertThat(Arrays.copyOfRange(ids.keys(), id * words, (id + 1) * words))
                .isEqualTo(key.stream().mapToLong(Long::longValue).toArray()));
  }

  @Test
  void keys_areSortedByRadix() {
    for (int bits = 0; bits <= 63; bits += 7) {
      long most = bits == 0 ? 1 : 1L << (bits - 1);
      long[] keys = random.longs(500, 0, most).toArray();
      int[] order = KeySort.sort(keys, 400);

      assertThat(Arrays.stream(order).sorted().toArray())
          .isEqualTo(IntStream.range(0, 400).toArray());
      assertThat(Arrays.stream(order).mapToObj(place -> keys[place])).isSorted();
    }
  }

  @Test
  void multisets_areEqualIfTheirElementsAre_inAnyOrder() {
    MultisetIds ids = new MultisetIds();
    for (int round = 0; round < 3; round++) {
      Map<List<Integer>, Integer> model = new HashMap<>();
      for (int i = 0; i < 5_000; i++) {
        int[] elements = random.ints(random.nextInt(5), 0, 6).toArray();
        List<Integer> sorted = Arrays.stream(elements).sorted().boxed().toList();
        int expected = model.computeIfAbsent(sorted, any -> model.size());
        assertThat(ids.idOf(elements, elements.length)).isEqualTo(expected);
        assertThat(ids.elements(expected)).isEqualTo(sorted.stream().mapToInt(n -> n).toArray());
      }
      ids.clear();
    }
  }

  @Test
  void tuples_wideAndNarrow_areToldApart() {
    for (int width : new int[] {1, 3, 9, 40}) {
      int[] cardinalities = random.ints(width, 1, 1_000_000).toArray();
      TupleKeys keys = new TupleKeys(cardinalities, 16);
      Map<List<Integer>, Integer> model = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        int[] codes = new int[width];
        for (int place = 0; place < width; place++) {
          codes[place] = (cardinalities[place] - 1) * random.nextInt(2);
        }
        List<Integer> tuple = Arrays.stream(codes).boxed().toList();
        int expected = model.computeIfAbsent(tuple, any -> model.size());
        assertThat(number(keys, codes)).isEqualTo(expected);
      }
      assertThat(keys.stages() > 1).isEqualTo(width >= 9);
    }
  }

  private static int number(TupleKeys keys, int[] codes) {
    long key = 0;
    int stage = 0;
    for (int place = 0; place < codes.length; place++) {
      if (keys.stage(place) != stage) {
        key = keys.idOf(stage++, key);
      }
      key |= (long) codes[place] << keys.shift(place);
    }
    return keys.idOf(stage, key);
  }
}
