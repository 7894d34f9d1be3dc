package io.dukou.audit;

import java.util.Arrays;
import java.util.List;

/**
 * The proof that a leaf is in a tree (RFC 6962, section 2.1.1).
 *
 * @param index the leaf's index
 * @param size the tree's size
 * @param path the hashes of the siblings, the leaf's first
 */
record InclusionProof(long index, long size, List<byte[]> path) {

  /** Tells whether the proof binds a leaf to a root, by RFC 9162, section 2.1.3.2. */
  boolean binds(byte[] leafHash, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    TreeHash hash = new TreeHash();
    long position = index;
    long end = size - 1;
    byte[] climbed = leafHash;
    for (byte[] sibling : path) {
      if (end == 0) {
        return false;
      }
      if ((position & 1) == 1 || position == end) {
        climbed = hash.node(sibling, climbed);
        // Where the leaf's subtree is the ragged last one, it has no sibling at some heights.
        int skipped = Long.numberOfTrailingZeros(position);
        position >>>= skipped;
        end >>>= skipped;
      } else {
        climbed = hash.node(climbed, sibling);
      }
      position >>>= 1;
      end >>>= 1;
    }
    return end == 0 && Arrays.equals(climbed, root);
  }
}
