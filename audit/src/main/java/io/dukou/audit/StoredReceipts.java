package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes receipts from the files of a log, without taking its lock and without changing anything: of
 * a log that is being written, for what its published checkpoint covers. Blocks on the disk; any
 * thread.
 */
public final class StoredReceipts {
  private static final String REMEDY =
      "run `dukou log check`, which names the file at fault, and restore that from a copy";

  private final LogStorage storage;

  StoredReceipts(LogStorage storage) {
    this.storage = storage;
  }

  /** Returns those of the log in a directory. */
  public static StoredReceipts in(Path directory) {
    return new StoredReceipts(LogStorage.posix(directory));
  }

  /**
   * Makes the receipt of an entry against the newest checkpoint that witnesses cosigned, as far as
   * one is kept and covers the entry, else against the published one.
   *
   * @throws IndexOutOfBoundsException if the checkpoint does not cover the entry
   * @throws LogDamagedException if a file is missing or does not lead to the root
   * @throws LogFailedException if a file cannot be read
   */
  public Receipt newest(long index, LogVerifier key) {
    try {
      byte[] note = StorageFiles.readAll(storage, TilePath.CHECKPOINT);
      Checkpoint published = Checkpoint.open(StrictText.utf8(note, "checkpoint"), key);
      Checkpoint cosigned = cosigned(key);
      boolean covers =
          cosigned != null && cosigned.size() > index && cosigned.size() <= published.size();
      return at(cosigned != null && covers ? cosigned : published, index);
    } catch (MalformedException e) {
      throw new LogDamagedException(
          storage.describe(TilePath.CHECKPOINT), String.valueOf(e.getMessage()), REMEDY);
    } catch (NoSuchFileException e) {
      throw new LogDamagedException(storage.describe(TilePath.CHECKPOINT), "missing", REMEDY);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private @Nullable Checkpoint cosigned(LogVerifier key) throws IOException {
    try {
      return CosignedCheckpoint.read(storage, key);
    } catch (MalformedException e) {
      throw new LogDamagedException(
          storage.describe(CosignedCheckpoint.FILE), String.valueOf(e.getMessage()), REMEDY, e);
    }
  }

  /**
   * Makes the receipt of an entry against the oldest checkpoint that covers it and bears a time
   * stamp.
   *
   * @throws IndexOutOfBoundsException if no such checkpoint covers the entry
   * @throws LogDamagedException if a file is missing or does not lead to the root
   * @throws LogFailedException if a file cannot be read
   */
  public Stamped stamped(long index, LogVerifier key) {
    TimeStamps stamps = new TimeStamps(storage);
    try {
      Long size = stamps.sizeCovering(index);
      if (size == null) {
        throw new IndexOutOfBoundsException("no checkpoint with a time stamp covers it yet");
      }
      Receipt receipt = at(Checkpoint.open(stamps.note(size), key), index);
      return new Stamped(receipt, stamps.reply(size));
    } catch (MalformedException e) {
      throw new LogDamagedException(
          storage.describe(TimeStamps.DIRECTORY), String.valueOf(e.getMessage()), REMEDY);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Makes the receipt of an entry against a checkpoint whose tiles are all there. */
  Receipt at(Checkpoint checkpoint, long index) {
    if (index < 0 || index >= checkpoint.size()) {
      throw new IndexOutOfBoundsException("the checkpoint has " + checkpoint.size() + " entries");
    }
    TileReader reader = new TileReader(storage, checkpoint.size());
    byte[] leaf = reader.entry(index);
    TreeHash hash = new TreeHash();
    InclusionProof proof = new TreeView(checkpoint.size(), reader, hash).proof(index);
    if (!proof.binds(hash.leaf(leaf), checkpoint.root())) {
      throw new LogDamagedException(
          storage.describe(TilePath.entries(index / TilePath.WIDTH, TilePath.WIDTH)),
          "entry " + index + " does not lead to the signed root",
          REMEDY);
    }
    return new TlogProof(leaf, index, proof.path(), checkpoint.note()).receipt();
  }

  private LogFailedException unreadable(IOException e) {
    return new LogFailedException(storage.describe("") + ": the log cannot be read", e);
  }

  /**
   * A receipt and the time stamp of its checkpoint.
   *
   * @param receipt the receipt
   * @param reply the authority's answer, as {@code openssl ts} reads it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
  public record Stamped(Receipt receipt, byte[] reply) {}
}
