package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Codes lie side by side, the first of the order lowest, and none is split. */
final class KeyLayoutTest {
  @Test
  void bits_areThoseOfTheLargestCode() {
    assertThat(KeyLayout.bits(0)).isZero();
    assertThat(KeyLayout.bits(1)).isZero();
    assertThat(KeyLayout.bits(2)).isEqualTo(1);
    assertThat(KeyLayout.bits(3)).isEqualTo(2);
    assertThat(KeyLayout.bits(4)).isEqualTo(2);
    assertThat(KeyLayout.bits(5)).isEqualTo(3);
  }

  @Test
  void codes_standInTheOrderOfTheSearch() {
    KeyLayout layout = KeyLayout.of(new int[] {4, 9, 2}, new int[] {2, 0, 1});
    long[] keys = {0, (8L << 3) | (3L << 1) | 1};

    assertThat(layout.words()).isEqualTo(1);
    assertThat(layout.lowBits()).isZero();
    assertThat(layout.code(0, keys, 1)).isEqualTo(3);
    assertThat(layout.code(1, keys, 1)).isEqualTo(8);
    assertThat(layout.code(2, keys, 1)).isEqualTo(1);
    assertThat(layout.code(1, keys, 0)).isZero();
  }

  @Test
  void codeThatDoesNotFit_beginsAWord() {
    int wide = 1 << 30;
    int[] order = {0, 1, 2};

    assertThat(KeyLayout.of(new int[] {wide, wide, 8}, order).words()).isEqualTo(1);
    KeyLayout two = KeyLayout.of(new int[] {wide, wide, 16}, order);
    assertThat(two.words()).isEqualTo(2);
    assertThat(two.word(1)).isZero();
    assertThat(two.word(2)).isEqualTo(1);
    assertThat(two.shift(1)).isEqualTo(30);
    assertThat(two.shift(2)).isZero();
    assertThat(two.mask(2)).isEqualTo(15);
    assertThat(two.code(2, new long[] {0, 0, 0, 11}, 1)).isEqualTo(11);
  }

  @Test
  void loweredCodes_moveTogetherAtTheLowEnd() {
    KeyLayout layout = KeyLayout.of(new int[] {16, 16, 4}, new int[] {0, 1, 2});
    KeyLayout lowered = layout.lowered(0, 1).lowered(1, 2);

    assertThat(lowered.lowBits()).isEqualTo(3);
    assertThat(lowered.code(0, new long[] {0b1111_0000_101}, 0)).isEqualTo(1);
    assertThat(lowered.code(1, new long[] {0b1111_0000_101}, 0)).isEqualTo(2);
    assertThat(lowered.shift(2)).isEqualTo(8);
    assertThat(layout.lowered(0, 1).lowered(1, 0).code(1, new long[] {0b111}, 0)).isZero();
  }
}
