package io.dukou.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a log others may read over HTTP, by the paths of c2sp.org/tlog-tiles: the checkpoint, the
 * hash tiles and the entry bundles of the newest tree whose tiles are all in place, and nothing
 * else of its home.
 *
 * <p>Of a tile that is not full in that tree each partial version up to its width is given, as
 * those of smaller trees, whose files may be gone, are its beginnings. Any thread; methods block on
 * the disk.
 */
public final class PublishedLog {
  private static final String NUMBER = "((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?";
  private static final Pattern TILE = Pattern.compile("tile/(0|[1-9][0-9]?)/" + NUMBER);
  private static final Pattern ENTRIES = Pattern.compile("tile/entries/" + NUMBER);
  private static final int LONGEST_PATH = 64;
  private static final int HIGHEST_LEVEL = 7;

  private final LogStorage storage;
  private final Supplier<Checkpoint> published;
  private final CosignedCheckpoint cosigned;

  /** No checkpoint of a smaller tree is given; what was before this process began, included. */
  private long given;

  PublishedLog(LogStorage storage, Supplier<Checkpoint> published, CosignedCheckpoint cosigned) {
    this.storage = storage;
    this.published = published;
    this.cosigned = cosigned;
    this.given = published.get().size();
  }

  /**
   * Returns the newest checkpoint that witnesses cosigned, as text; where there is none, where it
   * is older than one given before, or where the log goes on without witnesses, the newest whose
   * tiles are all there.
   */
  public synchronized String checkpoint() {
    Checkpoint next = cosigned.shown();
    if (next == null || next.size() < given) {
      next = published.get();
    }
    given = next.size();
    return next.note();
  }

  /**
   * Returns a hash tile.
   *
   * @param path such as {@code tile/0/x001/067} or {@code tile/1/000.p/17}
   * @return its hashes one after the other; empty if the path is none, or of no tile of the tree
   * @throws LogDamagedException if its file is missing or too short
   */
  public Optional<byte[]> tile(String path) {
    Wanted wanted = Wanted.of(TILE, path, 1);
    if (wanted == null) {
      return Optional.empty();
    }
    Checkpoint tree = published.get();
    return wanted.isIn(tree)
        ? Optional.of(
            Arrays.copyOf(
                new TileReader(storage, tree.size()).tile(wanted.level, wanted.number),
                wanted.width * TreeHash.LENGTH))
        : Optional.empty();
  }

  /**
   * Returns an entry bundle, which only inspectors in China may see.
   *
   * @param path such as {@code tile/entries/x001/067.p/3}
   * @return each entry behind its length as a big-endian uint16; empty if the path is none, or of
   *     no bundle of the tree
   * @throws LogDamagedException if its file is missing or malformed
   */
  public Optional<byte[]> entries(String path) {
    Wanted wanted = Wanted.of(ENTRIES, path, 0);
    if (wanted == null) {
      return Optional.empty();
    }
    Checkpoint tree = published.get();
    if (!wanted.isIn(tree)) {
      return Optional.empty();
    }
    List<byte[]> entries =
        new ArrayList<>(new TileReader(storage, tree.size()).entries(wanted.number));
    return Optional.of(EntryBundle.encode(entries.subList(0, wanted.width)));
  }

  /** Tells whether a path is that of an entry bundle, whether there is one or not. */
  public static boolean isOfEntries(String path) {
    return path.startsWith("tile/entries/");
  }

  /** A tile that is asked for. */
  private record Wanted(int level, long number, int width) {
    /**
     * Reads a path.
     *
     * @param before groups before that of the tile's number
     */
    static @Nullable Wanted of(Pattern form, String path, int before) {
      Matcher matcher = path.length() > LONGEST_PATH ? null : form.matcher(path);
      if (matcher == null || !matcher.matches()) {
        return null;
      }
      int level = before == 0 ? 0 : Integer.parseInt(matcher.group(1));
      String digits = matcher.group(before + 1).replace("x", "").replace("/", "");
      String partial = matcher.group(before + 2);
      int width = partial == null ? TilePath.WIDTH : Integer.parseInt(partial);
      boolean isPlain = digits.length() == 3 || !digits.startsWith("000");
      return level > HIGHEST_LEVEL
              || digits.length() > 18
              || !isPlain
              || (partial != null && width >= TilePath.WIDTH)
          ? null
          : new Wanted(level, Long.parseLong(digits), width);
    }

    boolean isIn(Checkpoint tree) {
      return width <= TilePath.width(level, number, tree.size());
    }
  }
}
