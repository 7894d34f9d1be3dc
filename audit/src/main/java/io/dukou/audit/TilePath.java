package io.dukou.audit;

/** Names of tiles and entry bundles (c2sp.org/tlog-tiles, "Merkle Tree" and "Log entries"). */
final class TilePath {
  /** Hashes in a full tile, entries in a full bundle. */
  static final int WIDTH = 256;

  /** The binary logarithm of {@link #WIDTH}. */
  static final int HEIGHT = 8;

  /** Where the checkpoint is. */
  static final String CHECKPOINT = "checkpoint";

  private static final int DIGITS = 1000;

  private TilePath() {}

  /** Returns the path of a hash tile of 1 to 256 hashes. */
  static String hashes(int level, long number, int width) {
    return path("tile/" + level + "/", number, width);
  }

  /** Returns the path of an entry bundle of 1 to 256 entries. */
  static String entries(long number, int width) {
    return path("tile/entries/", number, width);
  }

  /** Returns the directory with the partial versions of a full tile or bundle. */
  static String partials(String full) {
    return full + ".p";
  }

  /** Returns how many hashes, 0 to 256, tile {@code number} of a level has in a tree of a size. */
  static int width(int level, long number, long size) {
    long hashes = level * HEIGHT >= Long.SIZE ? 0 : size >>> (level * HEIGHT);
    return (int) Math.max(0, Math.min(WIDTH, hashes - number * WIDTH));
  }

  private static String path(String prefix, long number, int width) {
    StringBuilder path = new StringBuilder(String.format("%03d", number % DIGITS));
    for (long rest = number / DIGITS; rest > 0; rest /= DIGITS) {
      path.insert(0, String.format("x%03d/", rest % DIGITS));
    }
    path.insert(0, prefix);
    return width == WIDTH ? path.toString() : path.append(".p/").append(width).toString();
  }
}
