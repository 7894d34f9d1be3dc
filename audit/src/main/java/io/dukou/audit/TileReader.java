package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tiles and bundles of the published tree of one size. Keeps the tiles it has read, so make
 * one for each question. Not thread-safe.
 */
final class TileReader implements NodeSource {
  private static final String REMEDY = "restore the file from a copy of the log";

  private final LogStorage storage;
  private final long size;
  private final TreeHash hash = new TreeHash();
  private final Map<String, byte[]> tiles = new HashMap<>();

  TileReader(LogStorage storage, long size) {
    this.storage = storage;
    this.size = size;
  }

  /**
   * Returns the entries of one bundle of the tree.
   *
   * @throws LogDamagedException if the bundle is missing or malformed
   */
  List<byte[]> entries(long number) {
    int width = TilePath.width(0, number, size);
    String path = TilePath.entries(number, width);
    try {
      return EntryBundle.decode(load(path), width, width);
    } catch (NoSuchFileException e) {
      return entriesOfFullBundle(number, width, e);
    } catch (MalformedException e) {
      throw damaged(path, e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns one entry of the tree. */
  byte[] entry(long index) {
    return entries(index / TilePath.WIDTH).get((int) (index % TilePath.WIDTH));
  }

  @Override
  public byte[] node(int height, long position) {
    int level = height / TilePath.HEIGHT;
    int count = 1 << (height % TilePath.HEIGHT);
    long first = position * count;
    byte[] tile = tile(level, first / TilePath.WIDTH);
    int from = (int) (first % TilePath.WIDTH) * TreeHash.LENGTH;
    List<byte[]> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = from + i * TreeHash.LENGTH;
      hashes.add(Arrays.copyOfRange(tile, start, start + TreeHash.LENGTH));
    }
    return TileEdge.root(hashes, hash);
  }

  /**
   * Returns the bytes of one tile of the tree, from its full version when that exists meanwhile.
   */
  byte[] tile(int level, long number) {
    int width = TilePath.width(level, number, size);
    String path = TilePath.hashes(level, number, width);
    byte[] known = tiles.get(path);
    if (known == null) {
      known = loadTile(path, TilePath.hashes(level, number, TilePath.WIDTH), width);
      tiles.put(path, known);
    }
    return known;
  }

  private byte[] loadTile(String path, String full, int width) {
    try {
      byte[] tile = loadEither(path, full);
      if (tile.length < width * TreeHash.LENGTH || tile.length % TreeHash.LENGTH != 0) {
        throw damaged(path, "has " + tile.length + " bytes for " + width + " hashes", null);
      }
      return tile;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private byte[] loadEither(String path, String full) throws IOException {
    try {
      return load(path);
    } catch (NoSuchFileException e) {
      return load(full);
    }
  }

  /** Takes a partial bundle, gone since it was completed, from its full version. */
  private List<byte[]> entriesOfFullBundle(long number, int width, NoSuchFileException missing) {
    String path = TilePath.entries(number, TilePath.WIDTH);
    try {
      return EntryBundle.decode(load(path), width, TilePath.WIDTH);
    } catch (MalformedException e) {
      throw damaged(path, e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(TilePath.entries(number, width), missing);
    }
  }

  private byte[] load(String path) throws IOException {
    return StorageFiles.readAll(storage, path);
  }

  private LogDamagedException unreadable(String path, IOException cause) {
    return damaged(
        path, cause instanceof NoSuchFileException ? "missing" : "cannot be read", cause);
  }

  private LogDamagedException damaged(String path, String problem, @Nullable Exception cause) {
    return new LogDamagedException(storage.describe(path), problem, REMEDY, cause);
  }
}
