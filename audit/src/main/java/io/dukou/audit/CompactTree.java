package io.dukou.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The root of a growing RFC 6962 tree in logarithmic space: the roots of the perfect subtrees that
 * make up the leaves so far, largest first. Not thread-safe.
 */
final class CompactTree {
  private final TreeHash hash;
  private final List<byte[]> peaks = new ArrayList<>();
  private long size;

  CompactTree(TreeHash hash) {
    this.hash = hash;
  }

  /** Adds the hash of the next leaf; subtrees of equal size merge like the carries of a sum. */
  void add(byte[] leafHash) {
    byte[] carried = leafHash;
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      carried = hash.node(peaks.remove(peaks.size() - 1), carried);
    }
    peaks.add(carried);
    size++;
  }

  long size() {
    return size;
  }

  /** Returns the roots of the perfect subtrees, largest first. */
  List<byte[]> peaks() {
    return List.copyOf(peaks);
  }

  /** Returns the root over the leaves so far; SHA-256 of nothing when there are none. */
  byte[] root() {
    return root(peaks, hash);
  }

  /** Returns the root of a tree that is made up of perfect subtrees, largest first. */
  static byte[] root(List<byte[]> peaks, TreeHash hash) {
    if (peaks.isEmpty()) {
      return hash.empty();
    }
    byte[] root = peaks.get(peaks.size() - 1);
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = hash.node(peaks.get(i), root);
    }
    return root;
  }
}
