package io.dukou.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The RFC 6962 tree of one size over a source of perfect subtrees: its root and its inclusion
 * proofs.
 *
 * <p>At each height the last subtree may be ragged, that is, over fewer leaves than its height
 * holds. There is one for each height, so they are hashed once for a size, and every proof then is
 * a matter of looking up: the path of a leaf meets a perfect sibling or the ragged one (RFC 6962,
 * section 2.1.1, read from the leaf upwards).
 */
final class TreeView {
  private final long size;
  private final NodeSource nodes;

  /** The last subtree at each height, ragged or not, up to the root. */
  private final List<byte[]> last = new ArrayList<>();

  /** Hashes the right edge of a tree of at least one leaf. */
  TreeView(long size, NodeSource nodes, TreeHash hash) {
    if (size < 1) {
      throw new IllegalArgumentException("a tree without leaves has no nodes");
    }
    this.size = size;
    this.nodes = nodes;
    byte[] edge = nodes.node(0, size - 1);
    last.add(edge);
    int height = 0;
    for (long position = size - 1; position > 0; position >>>= 1) {
      if ((position & 1) == 1) {
        edge = hash.node(nodes.node(height, position - 1), edge);
      }
      last.add(edge);
      height++;
    }
  }

  byte[] root() {
    return last.get(last.size() - 1);
  }

  /** Returns the inclusion proof of a leaf of the tree. */
  InclusionProof proof(long index) {
    List<byte[]> path = new ArrayList<>();
    long position = index;
    long end = size - 1;
    for (int height = 0; end > 0; height++) {
      if ((position & 1) == 1) {
        path.add(nodes.node(height, position - 1));
      } else if (position + 1 == end) {
        path.add(last.get(height));
      } else if (position < end) {
        path.add(nodes.node(height, position + 1));
      }
      position >>>= 1;
      end >>>= 1;
    }
    return new InclusionProof(index, size, path);
  }
}
