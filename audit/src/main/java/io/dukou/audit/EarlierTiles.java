package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Checks the partial tiles and bundles of smaller trees that are still there beside the present
 * ones: each must be the beginning of the tile or bundle that stands for its place now
 * (c2sp.org/tlog-tiles, "Partial tiles"). A log may delete them at any time, so a missing one is no
 * fault, but recipients that follow an older checkpoint may still read those that are there.
 *
 * <p>Compares with the files of the present tree, so it is for a log in which those were found
 * sound. Holds one tile at a time. Not thread-safe.
 */
final class EarlierTiles {
  private static final Pattern WIDTH = Pattern.compile("[1-9]\\d{0,2}");
  private static final String PROBLEM = "is not what the log of today has there";

  private final LogStorage storage;
  private final long size;
  private final Findings findings;

  EarlierTiles(LogStorage storage, long size, Findings findings) {
    this.storage = storage;
    this.size = size;
    this.findings = findings;
  }

  /**
   * Checks those of all bundles and of all tiles of every level.
   *
   * @throws IOException if a directory cannot be listed
   */
  void check() throws IOException {
    for (long number = 0; TilePath.width(0, number, size) > 0; number++) {
      check(new Place(-1, number));
    }
    for (int level = 0; TilePath.width(level, 0, size) > 0; level++) {
      for (long number = 0; TilePath.width(level, number, size) > 0; number++) {
        check(new Place(level, number));
      }
    }
  }

  private void check(Place place) throws IOException {
    int present = TilePath.width(Math.max(0, place.level), place.number, size);
    for (String name : storage.list(TilePath.partials(place.path(TilePath.WIDTH)))) {
      int width = WIDTH.matcher(name).matches() ? Integer.parseInt(name) : present;
      if (width < present && !findings.full()) {
        check(place, width, present);
      }
    }
  }

  private void check(Place place, int width, int present) {
    String path = place.path(width);
    try {
      byte[] earlier = StorageFiles.readAll(storage, path);
      byte[] now = now(place, present);
      int expected = place.end(now, width);
      int different = Arrays.mismatch(earlier, 0, earlier.length, now, 0, expected);
      if (different >= 0) {
        findings.add(path, place.unit(now, different, width), PROBLEM);
      }
    } catch (NoSuchFileException e) {
      // Deleted since the directory was listed, which a log may do.
    } catch (IOException e) {
      findings.add(path, "file", "cannot be read");
    }
  }

  /** Reads the present file, or its full version if the log has grown meanwhile. */
  private byte[] now(Place place, int present) throws IOException {
    try {
      return StorageFiles.readAll(storage, place.path(present));
    } catch (NoSuchFileException e) {
      return StorageFiles.readAll(storage, place.path(TilePath.WIDTH));
    }
  }

  /**
   * Where a tile or bundle is.
   *
   * @param level the level of a hash tile; -1 for the entries
   */
  private record Place(int level, long number) {
    String path(int width) {
      return level < 0 ? TilePath.entries(number, width) : TilePath.hashes(level, number, width);
    }

    /** Returns where the part number {@code count} of a file begins. */
    int end(byte[] file, int count) {
      if (level >= 0) {
        return count * TreeHash.LENGTH;
      }
      int at = 0;
      for (int i = 0; i < count; i++) {
        at += Short.BYTES + (Byte.toUnsignedInt(file[at]) << 8 | Byte.toUnsignedInt(file[at + 1]));
      }
      return at;
    }

    /** Names the entry or hash that has a byte; the last one for what lies behind it. */
    String unit(byte[] file, int at, int width) {
      int part = 0;
      while (part + 1 < width && end(file, part + 1) <= at) {
        part++;
      }
      return level < 0 ? "entry " + (number * TilePath.WIDTH + part) : "hash " + part;
    }
  }
}
