package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6962, section 2.1.2: every pair of sizes, what was published, and what is no proof. */
final class ConsistencyProofTest {
  private static final int LARGEST = 70;

  private final TreeHash hash = new TreeHash();
  private final List<byte[]> leaves = new ArrayList<>();

  @Test
  void every_pair_of_sizes_is_proved_and_nothing_else_is() {
    for (int i = 0; i < LARGEST; i++) {
      leaves.add(hash.leaf(new byte[] {(byte) i}));
    }
    for (int second = 0; second <= LARGEST; second++) {
      for (int first = 0; first <= second; first++) {
        ConsistencyProof proof = ConsistencyProof.of(first, second, this::node);
        assertThat(proof.binds(root(first), root(second))).as("%d %d", first, second).isTrue();
        assertThat(proof.path()).hasSizeLessThanOrEqualTo(ConsistencyProof.LONGEST);
        if (first > 0) {
          refuses(proof);
        }
      }
    }
  }

  private void refuses(ConsistencyProof proof) {
    int first = (int) proof.first();
    int second = (int) proof.second();
    byte[] other = root(first).clone();
    other[0] ^= 1;
    assertThat(proof.binds(other, root(second))).isFalse();
    byte[] changed = root(second).clone();
    changed[31] ^= 1;
    assertThat(proof.binds(root(first), changed)).isFalse();
    for (int place = 0; place < proof.path().size(); place++) {
      List<byte[]> fewer = new ArrayList<>(proof.path());
      fewer.remove(place);
      assertThat(new ConsistencyProof(first, second, fewer).binds(root(first), root(second)))
          .as("%d %d without %d", first, second, place)
          .isFalse();
      List<byte[]> wrong = new ArrayList<>(proof.path());
      wrong.set(place, other);
      assertThat(new ConsistencyProof(first, second, wrong).binds(root(first), root(second)))
          .isFalse();
    }
    List<byte[]> more = new ArrayList<>(proof.path());
    more.add(other);
    assertThat(new ConsistencyProof(first, second, more).binds(root(first), root(second)))
        .isFalse();
  }

  /** The example of RFC 6962, section 2.1.3: PROOF(3, D[7]) = [c, d, g, l]. */
  @Test
  void proof_is_in_the_order_of_the_rfc() {
    for (int i = 0; i < 7; i++) {
      leaves.add(hash.leaf(new byte[] {(byte) i}));
    }
    byte[] c = leaves.get(2);
    byte[] d = leaves.get(3);
    byte[] g = hash.node(leaves.get(0), leaves.get(1));
    byte[] l = hash.node(hash.node(leaves.get(4), leaves.get(5)), leaves.get(6));
    assertThat(ConsistencyProof.of(3, 7, this::node).path()).containsExactly(c, d, g, l);
  }

  private byte[] node(int height, long position) {
    if (height == 0) {
      return leaves.get((int) position);
    }
    return hash.node(node(height - 1, 2 * position), node(height - 1, 2 * position + 1));
  }

  private byte[] root(int size) {
    CompactTree tree = new CompactTree(hash);
    leaves.subList(0, size).forEach(tree::add);
    return tree.root();
  }
}
