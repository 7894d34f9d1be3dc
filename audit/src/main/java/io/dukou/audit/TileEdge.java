package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The tiles at the right edge of the tree, growing in memory: one unfinished tile for each level
 * and one unfinished entry bundle. Not thread-safe.
 */
final class TileEdge {
  private final TreeHash hash = new TreeHash();
  private final List<Row> rows = new ArrayList<>();
  private final List<byte[]> bundle = new ArrayList<>();
  private long size;

  /** Receives tiles and bundles by their path. */
  interface Sink {
    /** Takes a tile of hashes. */
    void tile(String path, byte[] content) throws IOException;

    /** Takes a bundle of entries. */
    void bundle(String path, byte[] content) throws IOException;
  }

  long size() {
    return size;
  }

  /** Adds an entry and hands each bundle and tile it completes, lowest level first, to the sink. */
  void add(byte[] entry, byte[] leafHash, Sink sink) throws IOException {
    bundle.add(entry);
    if (bundle.size() == TilePath.WIDTH) {
      sink.bundle(
          TilePath.entries(size / TilePath.WIDTH, TilePath.WIDTH), EntryBundle.encode(bundle));
      bundle.clear();
    }
    size++;
    addHash(0, leafHash, sink);
  }

  /** Hands the unfinished bundle and the unfinished tile of each level to the sink. */
  void partials(Sink sink) throws IOException {
    if (!bundle.isEmpty()) {
      sink.bundle(
          TilePath.entries(size / TilePath.WIDTH, bundle.size()), EntryBundle.encode(bundle));
    }
    for (int level = 0; level < rows.size(); level++) {
      Row row = rows.get(level);
      if (!row.hashes.isEmpty()) {
        sink.tile(TilePath.hashes(level, row.number, row.hashes.size()), concat(row.hashes));
      }
    }
  }

  private void addHash(int level, byte[] added, Sink sink) throws IOException {
    if (level == rows.size()) {
      rows.add(new Row());
    }
    Row row = rows.get(level);
    row.hashes.add(added);
    if (row.hashes.size() == TilePath.WIDTH) {
      sink.tile(TilePath.hashes(level, row.number, TilePath.WIDTH), concat(row.hashes));
      byte[] root = root(row.hashes, hash);
      row.hashes.clear();
      row.number++;
      addHash(level + 1, root, sink);
    }
  }

  /** Returns the tree hash over the hashes of a tile. */
  static byte[] root(List<byte[]> hashes, TreeHash hash) {
    CompactTree tree = new CompactTree(hash);
    hashes.forEach(tree::add);
    return tree.root();
  }

  static byte[] concat(List<byte[]> hashes) {
    ByteBuffer out = ByteBuffer.allocate(hashes.size() * TreeHash.LENGTH);
    hashes.forEach(out::put);
    return out.array();
  }

  /** The unfinished tile of one level. */
  private static final class Row {
    private final List<byte[]> hashes = new ArrayList<>(TilePath.WIDTH);
    private long number;
  }
}
