package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint of a log that enough witnesses cosigned, kept beside the log as a file of
 * its own: the signed note with the cosignatures behind the log's own signatures.
 *
 * <p>It is replaced in one step, and only once the checkpoint that it is of was published, so after
 * a crash it is that of an earlier tree of the log, or the newest. One of a larger tree, or of
 * another tree of its size, was brought there with a log that is not this one: witnesses have seen
 * that, so the log is not opened. Any thread; writing blocks on the disk.
 */
final class CosignedCheckpoint {
  /** Name of the file in the log's home. */
  static final String FILE = "cosigned";

  private static final String REMEDY =
      "find out which copy is the log that witnesses saw, and bring that back";

  private final LogStorage storage;
  private @Nullable Checkpoint newest;
  private boolean isLate;
  private boolean isClosed;

  private CosignedCheckpoint(LogStorage storage, @Nullable Checkpoint newest) {
    this.storage = storage;
    this.newest = newest;
  }

  /**
   * Reads what is kept beside a log.
   *
   * @throws LogDamagedException if it is garbled, or not signed by the log
   * @throws IOException if it cannot be read
   */
  static CosignedCheckpoint in(LogStorage storage, LogVerifier verifier) throws IOException {
    try {
      return new CosignedCheckpoint(storage, read(storage, verifier));
    } catch (MalformedException e) {
      throw new LogDamagedException(
          storage.describe(FILE),
          String.valueOf(e.getMessage()),
          "restore it from a copy, or delete it: witnesses cosign again",
          e);
    }
  }

  /**
   * Returns what is kept, or null.
   *
   * @throws MalformedException if it is garbled, or not signed by the log
   */
  static @Nullable Checkpoint read(LogStorage storage, LogVerifier verifier) throws IOException {
    try {
      byte[] note = StorageFiles.readAll(storage, FILE);
      return Checkpoint.open(StrictText.utf8(note, "checkpoint"), verifier);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Compares the log as it was at one size.
   *
   * @throws LogDamagedException if witnesses cosigned another tree of this size
   */
  synchronized void compare(EdgeTree tree) {
    if (newest != null
        && newest.size() == tree.size()
        && !Arrays.equals(newest.root(), tree.root())) {
      throw new LogDamagedException(
          storage.describe(FILE),
          "witnesses cosigned another tree of " + newest.size() + " entries: the log forked",
          REMEDY);
    }
  }

  /**
   * Requires that the log has all that witnesses saw.
   *
   * @throws LogDamagedException if it is shorter
   */
  synchronized void requireReached(long logSize) {
    if (newest != null && newest.size() > logSize) {
      throw new LogDamagedException(
          storage.describe(FILE),
          "witnesses cosigned %d entries, and the log has %d: it is an older copy"
              .formatted(newest.size(), logSize),
          REMEDY);
    }
  }

  /**
   * Keeps a checkpoint durably, unless one of a larger tree is kept.
   *
   * @param cosigned a published checkpoint of the log, with cosignatures
   * @throws IOException if it cannot be written, after which nothing is known of the file
   */
  synchronized void keep(Checkpoint cosigned) throws IOException {
    if (isClosed) {
      throw new LogFailedException(storage.describe("") + ": the log is closed", null);
    }
    isLate = false;
    if (newest != null
        && (newest.size() > cosigned.size() || newest.note().equals(cosigned.note()))) {
      return;
    }
    StorageFiles files = new StorageFiles(storage);
    files.replace(FILE, cosigned.note().getBytes(UTF_8));
    files.syncDirectories();
    newest = cosigned;
  }

  /** Notes that the log goes on without witnesses, until one is kept again. */
  synchronized void goOnWithout() {
    isLate = true;
  }

  /** Returns what is kept, or null. */
  synchronized @Nullable Checkpoint newest() {
    return newest;
  }

  /** Returns what is to be shown in place of the log's own checkpoint, or null. */
  synchronized @Nullable Checkpoint shown() {
    return isLate ? null : newest;
  }

  /** Takes nothing more, so that nothing is written once the log is let go of. */
  synchronized void close() {
    isClosed = true;
  }
}
