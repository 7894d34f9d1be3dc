package io.dukou.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The growing tree's right edge in memory: of all perfect subtrees only the newest two of each
 * height, plus those made since the last {@link #trim}. That is enough for the root and for proofs
 * of the leaves added since, in logarithmic space for each. Not thread-safe.
 */
final class EdgeTree implements NodeSource {
  private static final int KEPT = 2;

  private final TreeHash hash = new TreeHash();
  private final List<Level> levels = new ArrayList<>();
  private long size;

  /** Adds a leaf and each perfect subtree it completes. */
  void add(byte[] leafHash) {
    byte[] carried = leafHash;
    long position = size;
    level(0).nodes.add(carried);
    for (int height = 0; (position & 1) == 1; height++) {
      carried = hash.node(node(height, position - 1), carried);
      position >>>= 1;
      level(height + 1).nodes.add(carried);
    }
    size++;
  }

  long size() {
    return size;
  }

  byte[] leafHash(byte[] leaf) {
    return hash.leaf(leaf);
  }

  byte[] root() {
    return size == 0 ? hash.empty() : view().root();
  }

  /** Returns the tree as it is; valid until the next {@link #trim}. */
  TreeView view() {
    return new TreeView(size, this, hash);
  }

  /**
   * Forgets what only the leaves so far needed. The newest two subtrees of a height stay: the last
   * one may be perfect, and then the root needs the one beside it.
   */
  void trim() {
    for (Level level : levels) {
      int surplus = level.nodes.size() - KEPT;
      if (surplus > 0) {
        level.nodes.subList(0, surplus).clear();
        level.first += surplus;
      }
    }
  }

  @Override
  public byte[] node(int height, long position) {
    Level level = levels.get(height);
    return level.nodes.get(Math.toIntExact(position - level.first));
  }

  private Level level(int height) {
    if (height == levels.size()) {
      levels.add(new Level());
    }
    return levels.get(height);
  }

  /** Consecutive perfect subtrees of one height. */
  private static final class Level {
    private final List<byte[]> nodes = new ArrayList<>();
    private long first;
  }
}
