package io.dukou.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What makes the root of an RFC 6962 tree out of consecutive leaves of it: the roots of the largest
 * subtrees outside them, from left to right.
 *
 * @param first index of the first leaf
 * @param count leaves, at least one
 * @param total leaves of the tree
 * @param hashes the roots outside
 */
record RangeProof(long first, long count, long total, List<byte[]> hashes) {
  private static final String FIRST = "first ";
  private static final String COUNT = "count ";
  private static final String TOTAL = "total ";
  private static final int HEAD_LINES = 4;
  private static final int MOST_CHARS = 1 << 16;

  /** Copies the list; a range that is empty or not within the tree is malformed. */
  RangeProof {
    hashes = List.copyOf(hashes);
    if (first < 0 || count < 1 || first > total - count) {
      throw new MalformedException("range: empty, or not within the tree");
    }
  }

  /** Finds the roots outside a range in a tree. */
  static RangeProof of(long first, long count, long total, NodeSource nodes) {
    RangeProof range = new RangeProof(first, count, total, List.of());
    List<byte[]> outside = new ArrayList<>();
    range.collect(0, total, nodes, outside);
    return new RangeProof(first, count, total, outside);
  }

  /**
   * Returns the root of the tree, or null if there are too few or too many hashes or leaves.
   *
   * @param leafHashes the hashes of the leaves in their order, then null
   */
  byte @Nullable [] root(Supplier<byte @Nullable []> leafHashes) {
    Climb climb = new Climb(leafHashes, new ArrayDeque<>(hashes), new TreeHash());
    byte[] root = climb.root(0, total);
    boolean all = climb.outside.isEmpty() && leafHashes.get() == null;
    return all ? root : null;
  }

  /** Returns the text that {@link #parse} reads, behind a first line. */
  String text(String firstLine) {
    StringBuilder text = new StringBuilder(firstLine).append('\n');
    text.append(FIRST).append(first).append('\n');
    text.append(COUNT).append(count).append('\n');
    text.append(TOTAL).append(total).append('\n');
    hashes.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return text.toString();
  }

  /**
   * Reads a text.
   *
   * @throws MalformedException if the form is not exactly that
   */
  static RangeProof parse(String text, String firstLine) {
    String[] lines = text.length() > MOST_CHARS ? new String[0] : text.split("\n", -1);
    boolean whole = lines.length > HEAD_LINES && lines[lines.length - 1].isEmpty();
    if (!whole || !lines[0].equals(firstLine)) {
      throw new MalformedException("range: does not begin with " + firstLine + ", or is cut off");
    }
    List<byte[]> hashes = new ArrayList<>();
    for (int i = HEAD_LINES; i < lines.length - 1; i++) {
      byte[] hash = StrictText.base64(lines[i], "range: hash");
      StrictText.requireLength(hash, TreeHash.LENGTH, "range: hash");
      hashes.add(hash);
    }
    return new RangeProof(
        number(lines[1], FIRST), number(lines[2], COUNT), number(lines[3], TOTAL), hashes);
  }

  private static long number(String line, String name) {
    if (!line.startsWith(name)) {
      throw new MalformedException("range: no line " + name.strip());
    }
    return StrictText.decimal(line.substring(name.length()), "range: " + name.strip());
  }

  private boolean isOutside(long from, long to) {
    return to <= first || from >= first + count;
  }

  private void collect(long from, long to, NodeSource nodes, List<byte[]> outside) {
    if (isOutside(from, to)) {
      outside.add(subtree(from, to, nodes, new TreeHash()));
    } else if (to - from > 1) {
      collect(from, split(from, to), nodes, outside);
      collect(split(from, to), to, nodes, outside);
    }
  }

  /** Returns the hash of the tree over some leaves, which start where a subtree of the log may. */
  static byte[] subtree(long from, long to, NodeSource nodes, TreeHash hash) {
    long leaves = to - from;
    if (Long.bitCount(leaves) == 1) {
      int height = Long.numberOfTrailingZeros(leaves);
      return nodes.node(height, from >>> height);
    }
    byte[] left = subtree(from, split(from, to), nodes, hash);
    return hash.node(left, subtree(split(from, to), to, nodes, hash));
  }

  /** Returns where RFC 6962 splits: the largest power of two of leaves goes to the left. */
  private static long split(long from, long to) {
    return from + Long.highestOneBit(to - from - 1);
  }

  /** One way up, which takes leaves and hashes in their order. */
  private final class Climb {
    private final Supplier<byte @Nullable []> leaves;
    private final Deque<byte[]> outside;
    private final TreeHash hash;

    Climb(Supplier<byte @Nullable []> leaves, Deque<byte[]> outside, TreeHash hash) {
      this.leaves = leaves;
      this.outside = outside;
      this.hash = hash;
    }

    byte @Nullable [] root(long from, long to) {
      if (isOutside(from, to)) {
        return outside.poll();
      }
      if (to - from == 1) {
        return leaves.get();
      }
      byte[] left = root(from, split(from, to));
      byte[] right = left == null ? null : root(split(from, to), to);
      return left == null || right == null ? null : hash.node(left, right);
    }
  }
}
