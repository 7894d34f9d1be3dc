package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the hash tiles of a log against its entries and its signed root, in one pass over the
 * entries with one tile for each level in memory.
 *
 * <h2>Who is right</h2>
 *
 * At every level there are two versions of each tile: the hashes computed from below and those in
 * the file. Where they differ, what the level above has stored for the tile tells which is right;
 * for the unfinished tiles at the edge the signed root tells. If the file is right, the fault is
 * below: the entry, or a lower tile whose hashes agree with their entries but not with the tree. If
 * the computed hashes are right, the fault is that one hash in the file. The right version is
 * handed up, so that one fault does not appear again at the levels above.
 */
final class TileCheck {
  private static final String UNSETTLED =
      "differs from what lies below it, and the level above agrees with neither";

  private final LogStorage storage;
  private final Checkpoint checkpoint;
  private final Findings findings;
  private final TreeHash hash = new TreeHash();
  private final List<Level> levels = new ArrayList<>();

  TileCheck(LogStorage storage, Checkpoint checkpoint, Findings findings) {
    this.storage = storage;
    this.checkpoint = checkpoint;
    this.findings = findings;
    int number = 0;
    do {
      levels.add(new Level(number));
      number++;
    } while (TilePath.width(number, 0, checkpoint.size()) > 0);
  }

  /** Returns the hash that the file of level 0 has for an entry, or null if it has none. */
  byte @Nullable [] storedLeafHash(long index) {
    List<byte[]> stored = stored(0, index / TilePath.WIDTH);
    return stored == null ? null : stored.get((int) (index % TilePath.WIDTH));
  }

  /** Takes the hash of the next entry; null if the entry could not be read. */
  void add(byte @Nullable [] leafHash) {
    long index = levels.get(0).added;
    byte[] usable = leafHash == null ? storedLeafHash(index) : leafHash;
    addTo(0, usable == null ? hash.empty() : usable);
  }

  /** Settles the unfinished tiles against the signed root. */
  void finish() {
    List<Level> disputed = levels.stream().filter(Level::disputedAtEdge).toList();
    for (int choice = 0; choice < 1 << disputed.size(); choice++) {
      for (int i = 0; i < disputed.size(); i++) {
        disputed.get(i).trustFile = (choice >> i & 1) == 1;
      }
      if (Arrays.equals(edgeRoot(), checkpoint.root())) {
        disputed.forEach(level -> level.blame(level.trustFile));
        return;
      }
    }
    disputed.forEach(level -> level.report(level.number, UNSETTLED));
    findings.add(
        TilePath.CHECKPOINT, "root hash", "is signed, but is not the root of these entries");
  }

  private byte[] edgeRoot() {
    List<byte[]> peaks = new ArrayList<>();
    for (int i = levels.size() - 1; i >= 0; i--) {
      CompactTree tile = new CompactTree(hash);
      levels.get(i).chosen().forEach(tile::add);
      peaks.addAll(tile.peaks());
    }
    return CompactTree.root(peaks, hash);
  }

  private void addTo(int number, byte[] added) {
    Level level = levels.get(number);
    level.computed.add(added);
    level.added++;
    if (level.computed.size() == TilePath.WIDTH) {
      byte[] root = level.settleFull();
      level.computed.clear();
      addTo(number + 1, root);
    }
  }

  private @Nullable List<byte[]> stored(int number, long tile) {
    return number < levels.size() ? levels.get(number).stored(tile) : null;
  }

  /** One level: the tile that grows, computed from below, and the tile read from its file. */
  private final class Level {
    private final int number;
    private final List<byte[]> computed = new ArrayList<>(TilePath.WIDTH);
    private long added;
    private long loadedTile = -1;
    private @Nullable List<byte[]> loaded;
    private boolean trustFile;

    Level(int number) {
      this.number = number;
    }

    /** Returns the hashes in the file of a tile, or null if there are none usable. */
    @Nullable List<byte[]> stored(long tile) {
      if (tile != loadedTile) {
        loadedTile = tile;
        loaded = load(tile);
      }
      return loaded;
    }

    /** Finds out which version of a full tile is right and returns the root over it. */
    byte[] settleFull() {
      long tile = added / TilePath.WIDTH - 1;
      List<byte[]> file = stored(tile);
      byte[] computedRoot = TileEdge.root(computed, hash);
      if (file == null || same(file, computed)) {
        return computedRoot;
      }
      byte[] fileRoot = TileEdge.root(file, hash);
      List<byte[]> above = TileCheck.this.stored(number + 1, tile / TilePath.WIDTH);
      byte[] expected = above == null ? null : above.get((int) (tile % TilePath.WIDTH));
      if (Arrays.equals(expected, fileRoot)) {
        blame(true);
        return fileRoot;
      }
      if (Arrays.equals(expected, computedRoot)) {
        blame(false);
      } else {
        report(number, UNSETTLED);
      }
      return computedRoot;
    }

    boolean disputedAtEdge() {
      List<byte[]> file = computed.isEmpty() ? null : stored(currentTile());
      return file != null && !same(file, computed);
    }

    /** Returns the version of the unfinished tile that is taken for right. */
    List<byte[]> chosen() {
      List<byte[]> file = trustFile ? stored(currentTile()) : null;
      return file == null ? computed : file;
    }

    /** Names the fault wherever the versions differ. */
    void blame(boolean fileIsRight) {
      if (!fileIsRight) {
        report(number, "is not the hash of what lies below it");
      } else if (number == 0) {
        report(-1, "is not the entry whose hash " + describeTile() + " has");
      } else {
        report(number - 1, "agree with what lies below them, but not with " + describeTile());
      }
    }

    /**
     * Adds a finding for each place where the versions differ.
     *
     * @param faulty the level at fault, this one or the one below; -1 for the entries
     */
    void report(int faulty, String problem) {
      List<byte[]> file = stored(currentTile());
      for (int i = 0; file != null && i < computed.size(); i++) {
        if (!Arrays.equals(file.get(i), computed.get(i))) {
          reportOne(faulty, i, problem);
        }
      }
    }

    private void reportOne(int faulty, int position, String problem) {
      long below = currentTile() * TilePath.WIDTH + position;
      if (faulty == number) {
        findings.add(path(currentTile()), "hash " + position, problem);
      } else if (faulty < 0) {
        String bundle =
            TilePath.entries(currentTile(), TilePath.width(0, currentTile(), checkpoint.size()));
        findings.add(bundle, "entry " + below, problem);
      } else {
        findings.add(TilePath.hashes(faulty, below, TilePath.WIDTH), "all hashes", problem);
      }
    }

    private String describeTile() {
      return storage.describe(path(currentTile()));
    }

    /** Returns the tile that grows, or that has just become full. */
    private long currentTile() {
      return (added - 1) / TilePath.WIDTH;
    }

    private String path(long tile) {
      return TilePath.hashes(number, tile, TilePath.width(number, tile, checkpoint.size()));
    }

    private @Nullable List<byte[]> load(long tile) {
      int width = TilePath.width(number, tile, checkpoint.size());
      if (width == 0) {
        return null;
      }
      try {
        byte[] bytes = read(path(tile), TilePath.hashes(number, tile, TilePath.WIDTH));
        int hashes = bytes.length / TreeHash.LENGTH;
        boolean whole = bytes.length % TreeHash.LENGTH == 0;
        if (whole && (hashes == width || hashes == TilePath.WIDTH)) {
          return split(bytes, width);
        }
        findings.add(path(tile), "length", bytes.length + " bytes for " + width + " hashes");
      } catch (NoSuchFileException e) {
        findings.add(path(tile), "file", "missing");
      } catch (IOException e) {
        findings.add(path(tile), "file", "cannot be read");
      }
      return null;
    }

    /** Reads a tile, or its full version if the log has grown meanwhile. */
    private byte[] read(String path, String full) throws IOException {
      try {
        return StorageFiles.readAll(storage, path);
      } catch (NoSuchFileException e) {
        return StorageFiles.readAll(storage, full);
      }
    }
  }

  private static List<byte[]> split(byte[] tile, int width) {
    List<byte[]> hashes = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      hashes.add(Arrays.copyOfRange(tile, i * TreeHash.LENGTH, (i + 1) * TreeHash.LENGTH));
    }
    return hashes;
  }

  private static boolean same(List<byte[]> file, List<byte[]> computed) {
    for (int i = 0; i < computed.size(); i++) {
      if (!Arrays.equals(file.get(i), computed.get(i))) {
        return false;
      }
    }
    return true;
  }
}
