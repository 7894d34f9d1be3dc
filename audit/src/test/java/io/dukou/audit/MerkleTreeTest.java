package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6962, section 2.1: the published test tree, and the definition itself as a model. */
final class MerkleTreeTest {
  /** Leaves of the test tree of the reference implementation of RFC 6962, in hexadecimal. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /** Roots over the first one to eight of them. */
  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final int LARGEST = 600;

  private final TreeHash hash = new TreeHash();

  @Test
  void the_empty_tree_has_the_hash_of_nothing() {
    String nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertThat(StrictText.hex(new CompactTree(hash).root())).isEqualTo(nothing);
    assertThat(StrictText.hex(new EdgeTree().root())).isEqualTo(nothing);
  }

  @Test
  void roots_are_those_of_the_published_test_tree() {
    CompactTree compact = new CompactTree(hash);
    EdgeTree edge = new EdgeTree();
    for (int i = 0; i < LEAVES.size(); i++) {
      byte[] leafHash = hash.leaf(StrictText.fromHex(LEAVES.get(i)));
      compact.add(leafHash);
      edge.add(leafHash);
      assertThat(StrictText.hex(compact.root())).isEqualTo(ROOTS.get(i));
      assertThat(StrictText.hex(edge.root())).isEqualTo(ROOTS.get(i));
    }
  }

  @Test
  void the_proof_of_the_published_test_tree_is_as_published() {
    EdgeTree tree = new EdgeTree();
    LEAVES.forEach(leaf -> tree.add(hash.leaf(StrictText.fromHex(leaf))));
    assertThat(tree.view().proof(5).path().stream().map(StrictText::hex))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  @Test
  void roots_are_those_of_the_definition_however_often_the_edge_is_trimmed() {
    List<byte[]> leaves = leafHashes();
    EdgeTree edge = new EdgeTree();
    for (int size = 1; size <= LARGEST; size++) {
      edge.add(leaves.get(size - 1));
      if (size % 7 < 3) {
        edge.trim();
      }
      assertThat(edge.root()).as("size %d", size).isEqualTo(definition(leaves.subList(0, size)));
    }
  }

  @Test
  void every_proof_binds_its_leaf_and_no_other() {
    List<byte[]> leaves = leafHashes();
    for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 257, LARGEST}) {
      TreeView view =
          new TreeView(size, (height, position) -> node(leaves, height, position), hash);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = view.proof(index);
        assertThat(proof.binds(leaves.get(index), view.root())).isTrue();
        assertThat(proof.binds(leaves.get(index + 1), view.root())).isFalse();
      }
    }
  }

  @Test
  void a_proof_changed_in_any_way_binds_nothing() {
    List<byte[]> leaves = leafHashes();
    Random random = new Random(6962);
    for (int round = 0; round < 500; round++) {
      int size = 2 + random.nextInt(LARGEST - 2);
      int index = random.nextInt(size);
      TreeView view =
          new TreeView(size, (height, position) -> node(leaves, height, position), hash);
      InclusionProof changed = change(view.proof(index), random);
      assertThat(changed.binds(leaves.get(index), view.root())).as("%s", changed).isFalse();
    }
  }

  @Test
  void proofs_of_a_batch_need_only_the_trimmed_edge() {
    List<byte[]> leaves = leafHashes();
    EdgeTree tree = new EdgeTree();
    Random random = new Random(1);
    while (tree.size() < LARGEST - 40) {
      long start = tree.size();
      for (int left = 1 + random.nextInt(40); left > 0; left--) {
        tree.add(leaves.get((int) tree.size()));
      }
      TreeView view = tree.view();
      for (long index = start; index < tree.size(); index++) {
        assertThat(view.proof(index).binds(leaves.get((int) index), view.root())).isTrue();
      }
      tree.trim();
    }
  }

  /** Lengthens, shortens or alters a proof, or claims another index or size. */
  private static InclusionProof change(InclusionProof proof, Random random) {
    List<byte[]> path = new ArrayList<>(proof.path());
    switch (random.nextInt(4)) {
      case 0 -> path.add(new byte[TreeHash.LENGTH]);
      case 1 -> path.remove(random.nextInt(path.size()));
      case 2 -> {
        int at = random.nextInt(path.size());
        byte[] hash = path.get(at).clone();
        hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
        path.set(at, hash);
      }
      default -> {
        return new InclusionProof(proof.index() + proof.size(), proof.size(), path);
      }
    }
    return new InclusionProof(proof.index(), proof.size(), path);
  }

  private List<byte[]> leafHashes() {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i <= LARGEST; i++) {
      leaves.add(hash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    return leaves;
  }

  private byte[] node(List<byte[]> leaves, int height, long position) {
    int width = 1 << height;
    int from = (int) position * width;
    return definition(leaves.subList(from, from + width));
  }

  /** MTH of RFC 6962, section 2.1, word for word, over hashed leaves. */
  private byte[] definition(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return hash.node(
        definition(leaves.subList(0, split)), definition(leaves.subList(split, leaves.size())));
  }
}
