package io.dukou.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint that was acknowledged from here, kept on a disk that is not the log's. It
 * shows what a log cannot show of itself: that its home was replaced by an older copy, such as a
 * backup, or a standby that had not yet got everything, or by another log under the same key.
 *
 * <p>The file has two slots in sectors of their own, each with size, root and their digest, written
 * in turn. A power cut can tear only the one that is being written, and the file comes into being
 * with the first one whole, so one in which neither can be read was damaged. Used by one thread at
 * a time.
 */
final class AcknowledgedCheckpoint {
  /** Name of the file in the directory it is kept in. */
  static final String FILE = "acknowledged";

  private static final int SLOT_BYTES = 512;
  private static final String PATTERN = "(0|[1-9][0-9]{0,18}) [0-9a-f]{64} [0-9a-f]{64}";
  private static final int DIGEST_CHARACTERS = 64;

  private final @Nullable LogStorage storage;
  private final String file;
  private long size;
  private byte[] root;

  /** The slot written last; the first one is 0. */
  private int slot = 1;

  private boolean isThere;

  private AcknowledgedCheckpoint(@Nullable LogStorage storage, String file) {
    this.storage = storage;
    this.file = file;
    this.root = new TreeHash().empty();
  }

  /**
   * Reads what is kept in a directory; keeps and compares nothing without one.
   *
   * @throws LogDamagedException if the file holds nothing that can be read
   */
  static AcknowledgedCheckpoint in(@Nullable LogStorage storage) throws IOException {
    return in(storage, FILE);
  }

  /** Does the same with a file of another name. */
  static AcknowledgedCheckpoint in(@Nullable LogStorage storage, String file) throws IOException {
    AcknowledgedCheckpoint acknowledged = new AcknowledgedCheckpoint(storage, file);
    if (storage != null) {
      acknowledged.read(storage);
    }
    return acknowledged;
  }

  /**
   * Compares the log as it was at one size.
   *
   * @throws LogDamagedException if it has other entries than were acknowledged
   */
  void compare(LogStorage log, EdgeTree tree) {
    if (size > 0 && tree.size() == size && !Arrays.equals(root, tree.root())) {
      throw new LogDamagedException(
          log.describe(""),
          "its first " + size + " entries are others than were acknowledged here, says " + place(),
          "it is another log, or was changed: bring back the one this gateway wrote to");
    }
  }

  /**
   * Requires that the log has all that was acknowledged.
   *
   * @throws LogDamagedException if it is shorter
   */
  void requireReached(LogStorage log, long logSize) {
    if (logSize < size) {
      throw new LogDamagedException(
          log.describe(""),
          "has "
              + logSize
              + " entries, but "
              + size
              + " were acknowledged here, says "
              + place()
              + ", so it has lost "
              + (size - logSize),
          "it is an older copy, or a standby that was behind: bring back the one that has all "
              + size
              + " entries, and let none be promoted that is not synchronous");
    }
  }

  /** Returns the size that was kept, 0 if none was. */
  long size() {
    return size;
  }

  /** Returns whether a tree of that size has another root than was kept. */
  boolean contradicts(Checkpoint checkpoint) {
    return size == checkpoint.size() && !Arrays.equals(root, checkpoint.root());
  }

  /** Keeps a checkpoint durably, before anybody gets it. */
  void keep(Checkpoint checkpoint) throws IOException {
    if (storage != null) {
      keep(storage, checkpoint.size(), checkpoint.root());
    }
  }

  /** Keeps durably that there is nothing yet, unless something is kept. */
  void begin() throws IOException {
    if (storage != null && !isThere) {
      keep(storage, 0, new TreeHash().empty());
    }
  }

  private void keep(LogStorage to, long newSize, byte[] newRoot) throws IOException {
    slot = 1 - slot;
    String line = newSize + " " + StrictText.hex(newRoot);
    byte[] bytes = Arrays.copyOf((line + " " + digest(line)).getBytes(US_ASCII), SLOT_BYTES);
    if (isThere) {
      try (LogFile slots = to.write(file)) {
        slots.write((long) slot * SLOT_BYTES, ByteBuffer.wrap(bytes));
        slots.sync();
      }
    } else {
      StorageFiles files = new StorageFiles(to);
      files.replace(file, bytes);
      files.syncDirectories();
      isThere = true;
    }
    size = newSize;
    root = newRoot;
  }

  /** Returns whether anything is kept, be it that there is nothing yet. */
  boolean isThere() {
    return isThere;
  }

  private void read(LogStorage from) throws IOException {
    byte[] content;
    try {
      content = StorageFiles.readAll(from, file);
    } catch (NoSuchFileException e) {
      return;
    }
    boolean first = readSlot(content, 0);
    boolean second = readSlot(content, 1);
    isThere = true;
    if (!first && !second) {
      throw new LogDamagedException(
          place(),
          "is garbled, so nothing tells what was acknowledged here",
          "bring it back from a copy; delete it only if the log surely has all its entries");
    }
  }

  private boolean readSlot(byte[] content, int number) {
    int from = number * SLOT_BYTES;
    int end = Math.min(content.length, from + SLOT_BYTES);
    String line = from < end ? new String(content, from, end - from, US_ASCII).trim() : "";
    if (!line.matches(PATTERN)) {
      return false;
    }
    String kept = line.substring(0, line.length() - DIGEST_CHARACTERS - 1);
    String[] parts = kept.split(" ", -1);
    boolean right = line.endsWith(digest(kept));
    if (right && Long.parseLong(parts[0]) >= size) {
      size = Long.parseLong(parts[0]);
      root = StrictText.fromHex(parts[1]);
      slot = number;
    }
    return right;
  }

  private String place() {
    return storage == null ? "" : storage.describe(file);
  }

  private static String digest(String line) {
    return StrictText.hex(TreeHash.sha256().digest(line.getBytes(US_ASCII)));
  }
}
