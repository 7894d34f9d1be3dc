package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.NodeStore.Known;
import org.junit.jupiter.api.Test;

/** What is kept of combinations, and what finer ones take from coarser ones. */
final class NodeStoreTest {
  private static final double[] EVIDENCE = {1, 4};
  private final NodeStore store = new NodeStore(Lattice.of(new int[] {3, 2}));

  private static Known counted(double... evidence) {
    return new Known(true, false, true, evidence);
  }

  @Test
  void combination_isFoundAgain_andNoOther() {
    Known known = counted(1);

    assertThat(store.put(new int[] {2, 0}, known)).isSameAs(known);
    assertThat(store.get(new int[] {2, 0})).isSameAs(known);
    assertThat(store.get(new int[] {1, 0})).isNull();
    assertThat(store.get(new int[] {2, 1})).isNull();
  }

  @Test
  void finerCombination_isHopelessBelowAHopelessOne() {
    store.put(new int[] {2, 0}, Known.HOPELESS);

    assertThat(store.inherit(new int[] {1, 0}, null).isHopeless()).isTrue();
    assertThat(store.inherit(new int[] {0, 0}, null).isHopeless()).isFalse();
    assertThat(store.inherit(new int[] {2, 0}, null).isHopeless()).isFalse();
    assertThat(store.inherit(new int[] {1, 1}, null).isHopeless()).isFalse();
  }

  @Test
  void finerCombination_takesTheStrongestEvidenceOfCoarserOnes() {
    store.put(new int[] {1, 1}, counted(3, 2));
    store.put(new int[] {2, 0}, counted(2, 3));

    Known known = store.inherit(new int[] {1, 0}, EVIDENCE);

    assertThat(known.evidence()).containsExactly(3, 4);
    assertThat(known.isCounted()).isFalse();
    assertThat(known.isFeasible()).isFalse();
    assertThat(store.inherit(new int[] {2, 1}, EVIDENCE).evidence()).isSameAs(EVIDENCE);
  }

  @Test
  void manyCombinations_areNotKept() {
    NodeStore none = new NodeStore(Lattice.of(new int[] {1 << 12, 1 << 12}));

    none.put(new int[] {1, 0}, Known.HOPELESS);

    assertThat(none.get(new int[] {1, 0})).isNull();
    assertThat(none.inherit(new int[] {0, 0}, EVIDENCE))
        .isEqualTo(new Known(false, false, false, EVIDENCE));
  }

  @Test
  void combinations_areKeptUpToFourMillionNumbers() {
    NodeStore most = new NodeStore(Lattice.of(new int[] {1 << 11, 1 << 10}));

    most.put(new int[] {1, 1}, Known.HOPELESS);

    assertThat(most.get(new int[] {1, 1})).isSameAs(Known.HOPELESS);
  }
}
