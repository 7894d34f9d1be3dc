package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Space on the file system of a log that nobody else can fill: a file {@value #FILE} of bytes that
 * were written and synced.
 *
 * <p>{@linkplain #over Storage over it} writes as if the space were not there until a write finds
 * none. Then a piece of the reserve is given up and the write is done once more, until it succeeds
 * or nothing is left to give. A failed sync is never tried again, since one that succeeds after it
 * proves nothing; a write that found no space was refused before anything of it could be promised.
 *
 * <p>{@link #look} measures, says how much is left in a {@link Level}, and fills the reserve up
 * again once there is room for all of it. To be called often, by one thread; the rest is for any.
 *
 * <p>The bytes are random, since file systems that compress keep no room for zeros. What is given
 * up can be taken by anybody: who writes to the same file system without end can be faster than the
 * log. The pieces are small so that it gains little by it.
 *
 * <pre>{@code
 * SpaceReserve reserve = SpaceReserve.in(folder, 256L << 20);
 * LogStorage storage = reserve.over(LogStorage.posix(folder));
 * reserve.look(); // and again each second
 * }</pre>
 */
public final class SpaceReserve {
  /** Name of the file, in the folder that the log is in. */
  public static final String FILE = "reserve";

  private static final int PIECE = 1 << 20;

  /** A write that fails with no more than this left beyond its own bytes failed for want of it. */
  private static final long NEARLY_NONE = 4L << 20;

  private final Path file;
  private final long bytes;
  private final FileStore store;
  private final SplittableRandom random = new SplittableRandom();
  private volatile long held;
  private volatile long free;
  private volatile Level level = Level.HELD;

  private SpaceReserve(Path folder, long bytes) throws IOException {
    this.file = folder.resolve(FILE);
    this.bytes = bytes;
    this.store = Files.getFileStore(folder);
  }

  /**
   * Takes over the reserve that is in a folder, or makes one, as far as there is room; {@link
   * #look} has been called once. Blocks while it is written.
   *
   * @param folder an existing folder
   * @param bytes how much to keep; at least 1
   * @throws IOException if the folder cannot be read or the file not be written
   */
  public static SpaceReserve in(Path folder, long bytes) throws IOException {
    requireNonNull(folder, "folder");
    if (bytes < 1) {
      throw new IllegalArgumentException("a reserve of " + bytes + " bytes is none");
    }
    SpaceReserve reserve = new SpaceReserve(folder, bytes);
    reserve.takeOver();
    reserve.look();
    return reserve;
  }

  /** Removes the reserve that an earlier configuration made; does nothing where there is none. */
  public static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /** Returns storage that is given room from this reserve when it finds none. */
  public LogStorage over(LogStorage storage) {
    return new ReservedStorage(storage, this);
  }

  /**
   * Measures, and fills the reserve up again where there is room for all that is missing and for
   * half as much as the whole beside it. Blocks on the disk.
   *
   * @throws IOException if the space cannot be measured or the file not be written; the level is
   *     then at least {@link Level#HELD}
   */
  public Level look() throws IOException {
    try {
      if (held < bytes && usable() >= bytes - held + bytes / 2) {
        fill();
      }
      return judge(usable());
    } catch (IOException e) {
      broken();
      throw e;
    }
  }

  /** Returns what the last look or write found. */
  public Level level() {
    return level;
  }

  /** Returns the bytes of the reserve that are held now. */
  public long held() {
    return held;
  }

  /** Returns the bytes that were free beside the reserve at the last look. */
  public long free() {
    return free;
  }

  /** Tells whether an operation failed because its file system, or a quota, is full. */
  boolean isFull(IOException failure, long need) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota")) {
      return true;
    }
    try {
      return usable() < need + NEARLY_NONE; // the words are in the language of the machine
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Gives up a part of the reserve, durably, so that it can be written to.
   *
   * @param need how much is to be written
   * @return false when nothing is left to give up
   */
  synchronized boolean giveUp(long need) {
    if (held == 0) {
      return false;
    }
    long left = Math.max(0, held - Math.max(PIECE, 2 * need));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(left);
      channel.force(true); // a journaling file system lends no block before this is durable
      held = left;
      judge(usable());
      return true;
    } catch (IOException e) {
      broken();
      return false; // the caller has the failure that counts
    }
  }

  private synchronized void takeOver() throws IOException {
    try (FileChannel channel = openFile()) {
      if (channel.size() > bytes) {
        channel.truncate(bytes);
      }
      channel.force(true); // what the last process wrote of it may not be durable yet
      held = channel.size();
    }
  }

  /** Fills up piece by piece, so that who needs room meanwhile waits for one piece at most. */
  private void fill() throws IOException {
    try (FileChannel channel = openFile()) {
      boolean filling = true;
      while (filling) {
        filling = fillOnePiece(channel);
      }
      channel.force(true);
    }
  }

  private synchronized boolean fillOnePiece(FileChannel channel) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, bytes - held)];
    random.nextBytes(piece);
    ByteBuffer source = ByteBuffer.wrap(piece);
    while (source.hasRemaining()) {
      channel.write(source, held + source.position());
    }
    held += piece.length;
    return held < bytes && usable() >= bytes / 2;
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private synchronized Level judge(long usable) {
    free = usable;
    boolean holdsBack = level.compareTo(Level.HELD) >= 0;
    if (held < bytes || usable < (holdsBack ? bytes / 2 : bytes / 4)) {
      level = held + usable < bytes / 4 ? Level.LAST : Level.HELD;
    } else {
      level = usable < 2 * bytes ? Level.SCARCE : Level.AMPLE;
    }
    return level;
  }

  private synchronized void broken() {
    if (level.compareTo(Level.HELD) < 0) {
      level = Level.HELD;
    }
  }

  private long usable() throws IOException {
    return store.getUsableSpace();
  }

  /** How much room the log has, from much to little. */
  public enum Level {
    /** Twice the reserve is free beside it. */
    AMPLE,
    /** Less is free; nothing stops, but somebody should make room. */
    SCARCE,
    /** Less than a quarter is free, or the reserve was begun: room is kept for what must be. */
    HELD,
    /** Less than a quarter of the reserve is left of all: room is kept for what ends a release. */
    LAST
  }
}
