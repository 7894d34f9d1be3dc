package io.dukou.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The proof that a tree begins with another one (RFC 6962, section 2.1.2).
 *
 * @param first leaves of the smaller tree
 * @param second leaves of the larger tree
 * @param path hashes of subtrees, in the order of the RFC; none if the smaller tree is empty or
 *     both are of one size
 */
record ConsistencyProof(long first, long second, List<byte[]> path) {
  /** A tree of less than 2^63 leaves has no longer proof. */
  static final int LONGEST = 63;

  /** Copies the list. */
  ConsistencyProof {
    path = List.copyOf(path);
    if (first < 0 || first > second) {
      throw new IllegalArgumentException("a tree begins with a smaller one only");
    }
  }

  /** Makes the proof over the nodes of the larger tree. */
  static ConsistencyProof of(long first, long second, NodeSource nodes) {
    List<byte[]> path = new ArrayList<>();
    if (first > 0 && first < second) {
      collect(first, new Range(0, second), true, nodes, path);
    }
    return new ConsistencyProof(first, second, path);
  }

  private static void collect(
      long first, Range range, boolean isWhole, NodeSource nodes, List<byte[]> path) {
    if (first == range.to - range.from) {
      if (!isWhole) {
        path.add(range.hash(nodes));
      }
      return;
    }
    long left = Long.highestOneBit(range.to - range.from - 1);
    Range before = new Range(range.from, range.from + left);
    Range behind = new Range(range.from + left, range.to);
    if (first <= left) {
      collect(first, before, isWhole, nodes, path);
      path.add(behind.hash(nodes));
    } else {
      collect(first - left, behind, false, nodes, path);
      path.add(before.hash(nodes));
    }
  }

  /** Tells whether the proof binds both roots, by RFC 9162, section 2.1.4.2. */
  boolean binds(byte[] firstRoot, byte[] secondRoot) {
    if (first == 0) {
      return path.isEmpty();
    }
    if (first == second) {
      return path.isEmpty() && Arrays.equals(firstRoot, secondRoot);
    }
    List<byte[]> hashes = new ArrayList<>(path);
    if (Long.bitCount(first) == 1) {
      hashes.add(0, firstRoot);
    }
    return !hashes.isEmpty() && climbs(hashes.iterator(), firstRoot, secondRoot);
  }

  private boolean climbs(Iterator<byte[]> hashes, byte[] firstRoot, byte[] secondRoot) {
    TreeHash hash = new TreeHash();
    int perfect = Long.numberOfTrailingZeros(~(first - 1));
    long position = (first - 1) >>> perfect;
    long end = (second - 1) >>> perfect;
    byte[] ofFirst = hashes.next();
    byte[] ofSecond = ofFirst;
    while (hashes.hasNext()) {
      byte[] sibling = hashes.next();
      if (end == 0) {
        return false;
      }
      if ((position & 1) == 1 || position == end) {
        ofFirst = hash.node(sibling, ofFirst);
        ofSecond = hash.node(sibling, ofSecond);
        int skipped = position == 0 ? 0 : Long.numberOfTrailingZeros(position);
        position >>>= skipped;
        end >>>= skipped;
      } else {
        ofSecond = hash.node(ofSecond, sibling);
      }
      position >>>= 1;
      end >>>= 1;
    }
    return end == 0 && Arrays.equals(ofFirst, firstRoot) && Arrays.equals(ofSecond, secondRoot);
  }

  /** Consecutive leaves. */
  private record Range(long from, long to) {
    private byte[] hash(NodeSource nodes) {
      return RangeProof.subtree(from, to, nodes, new TreeHash());
    }
  }
}
