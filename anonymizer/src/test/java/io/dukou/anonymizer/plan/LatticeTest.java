package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LatticeTest {
  private static final Lattice SMALL = Lattice.of(new int[] {3, 2, 4});

  @Test
  void combinations_areNumberedOneByOne() {
    Set<Long> indexes = new HashSet<>();
    for (int first = 0; first < 3; first++) {
      for (int second = 0; second < 2; second++) {
        for (int third = 0; third < 4; third++) {
          indexes.add(SMALL.index(new int[] {first, second, third}));
        }
      }
    }

    assertThat(SMALL.size()).isEqualTo(24);
    assertThat(SMALL.top()).containsExactly(2, 1, 3);
    assertThat(SMALL.dimensions()).isEqualTo(3);
    assertThat(indexes).hasSize(24).allMatch(index -> index >= 0 && index < 24);
  }

  @Test
  void oneLevelUp_isOneStrideOn() {
    long index = SMALL.index(new int[] {1, 0, 2});

    assertThat(SMALL.index(new int[] {2, 0, 2})).isEqualTo(index + SMALL.stride(0));
    assertThat(SMALL.index(new int[] {1, 1, 2})).isEqualTo(index + SMALL.stride(1));
    assertThat(SMALL.index(new int[] {1, 0, 3})).isEqualTo(index + SMALL.stride(2));
  }

  @Test
  void sum_isThatOfTheLevels() {
    assertThat(Lattice.sum(new int[] {1, 0, 2})).isEqualTo(3);
  }

  @Test
  void combinationsBeyondALong_areRefused() {
    int[] heights = new int[63];
    Arrays.fill(heights, 2);
    heights[62] = 1;

    assertThat(Lattice.of(heights).size()).isEqualTo(1L << 62);
    heights[62] = 2;
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> Lattice.of(heights))
        .matches(failure -> failure.error() == PlanError.TOO_MANY_TRANSFORMATIONS);
  }
}
