package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Re-reads a whole log and proves or disproves it. Reads only, takes no lock, and holds a few tiles
 * in memory however long the log is.
 *
 * <p>Checked are the checkpoint's signature, each entry against its hash, each hash tile against
 * the entries and the signed root, what is left of the tiles of smaller trees, the form of each
 * entry, each recipient's chain of {@code previous}, what the journal holds beyond the checkpoint,
 * that each checkpoint with a time stamp, and the one that witnesses cosigned, is one of this log,
 * and, when they are given, each domestic part against its commitment and each time stamp against
 * its authority. A finding names the file and the smallest hashed part at fault.
 */
public final class LogCheck {
  /** Findings after which a check stops looking. */
  public static final int MAX_FINDINGS = 100;

  private final LogStorage storage;
  private final LogVerifier key;
  private final Findings findings;
  private final EntryCheck entries;
  private final CompactTree tree;
  private final TreeHash hash = new TreeHash();
  private final @Nullable DomesticCheck domestic;
  private final @Nullable TimeStampTrust authorities;
  private final @Nullable WitnessPolicy policy;
  private long journalled;
  private long timeStamps;

  private LogCheck(LogStorage storage, LogVerifier key, Also also) throws IOException {
    DomesticStorage domestic = also.domestic();
    this.authorities = also.authorities();
    this.policy = also.policy();
    this.storage = storage;
    this.key = key;
    this.findings = new Findings(storage);
    this.entries = new EntryCheck(findings);
    this.tree = new CompactTree(hash);
    this.domestic = domestic == null ? null : new DomesticCheck(domestic, findings);
  }

  /**
   * Checks everything but the domestic parts of the log in a directory.
   *
   * @throws LogFailedException if the directory cannot be read at all
   */
  public static LogReport check(Path directory, LogVerifier key) {
    return check(directory, key, new Also(null, null, null));
  }

  /**
   * Checks the log in a directory and each domestic part against its commitment.
   *
   * @throws LogFailedException if a directory cannot be read at all
   */
  public static LogReport check(Path directory, LogVerifier key, DomesticStorage domestic) {
    return check(LogStorage.posix(directory), key, domestic);
  }

  /**
   * Checks the log in a directory, and what else is given.
   *
   * @throws LogFailedException if a directory cannot be read at all
   */
  public static LogReport check(Path directory, LogVerifier key, Also also) {
    return checkAll(LogStorage.posix(directory), key, also);
  }

  /** Checks a log wherever it is stored. */
  static LogReport check(LogStorage storage, LogVerifier key, @Nullable DomesticStorage domestic) {
    return checkAll(storage, key, new Also(domestic, null, null));
  }

  /**
   * Checks the log in a storage, such as one in a database, and what else is given.
   *
   * @throws LogFailedException if the storage cannot be read at all
   */
  public static LogReport checkAll(LogStorage storage, LogVerifier key, Also also) {
    try {
      LogCheck check = new LogCheck(storage, key, also);
      try {
        return check.run();
      } finally {
        check.close();
      }
    } catch (IOException e) {
      throw new LogFailedException(storage.describe("") + ": the log cannot be read", e);
    }
  }

  private LogReport run() throws IOException {
    // First what is older, for the log may be written meanwhile.
    CosignedCheck cosigned = CosignedCheck.read(storage, key, findings);
    StampCheck stamps = StampCheck.of(storage, key, findings);
    Checkpoint checkpoint = readCheckpoint();
    if (checkpoint == null) {
      return report(0, "", Optional.empty());
    }
    TileCheck tiles = new TileCheck(storage, checkpoint, findings);
    long bundles = (checkpoint.size() + TilePath.WIDTH - 1) / TilePath.WIDTH;
    for (long bundle = 0; bundle < bundles && !findings.full(); bundle++) {
      checkBundle(bundle, checkpoint, tiles);
    }
    if (!findings.full()) {
      tiles.finish();
    }
    if (findings.none()) {
      new EarlierTiles(storage, checkpoint.size(), findings).check();
    }
    if (findings.none()) {
      timeStamps = stamps.check(checkpoint.size(), authorities);
    }
    Optional<LogReport.Cosigned> witnessed =
        findings.none() ? cosigned.check(checkpoint.size(), policy) : Optional.empty();
    if (findings.none()) {
      checkJournal(checkpoint);
    }
    if (domestic != null && findings.none()) {
      domestic.finish(tree.size());
    }
    return report(checkpoint.size(), checkpoint.rootHash(), witnessed);
  }

  private void close() throws IOException {
    if (domestic != null) {
      domestic.close();
    }
  }

  private LogReport report(long size, String root, Optional<LogReport.Cosigned> cosigned) {
    return new LogReport(
        size,
        root,
        journalled,
        entries.kinds(),
        domestic == null ? 0 : domestic.erased(),
        domestic == null ? 0 : domestic.reduced(),
        domestic != null,
        timeStamps,
        cosigned,
        entries.clock(),
        findings.list());
  }

  private @Nullable Checkpoint readCheckpoint() throws IOException {
    try {
      byte[] note = StorageFiles.readAll(storage, TilePath.CHECKPOINT);
      return Checkpoint.open(StrictText.utf8(note, "checkpoint"), key);
    } catch (MalformedException e) {
      findings.add(TilePath.CHECKPOINT, "signed note", e.getMessage());
    } catch (NoSuchFileException e) {
      findings.add(TilePath.CHECKPOINT, "file", "missing");
    }
    return null;
  }

  private void checkBundle(long number, Checkpoint checkpoint, TileCheck tiles) throws IOException {
    int width = TilePath.width(0, number, checkpoint.size());
    String path = TilePath.entries(number, width);
    List<byte[]> bundle = readBundle(number, checkpoint.size(), path);
    for (int i = 0; i < width; i++) {
      long index = number * TilePath.WIDTH + i;
      byte[] entry = bundle == null ? null : bundle.get(i);
      checkEntry(index, entry, path, tiles);
    }
  }

  private @Nullable List<byte[]> readBundle(long number, long size, String path) {
    try {
      return new TileReader(storage, size).entries(number);
    } catch (LogDamagedException e) {
      findings.add(path, "bundle", e.problem());
      return null;
    }
  }

  private void checkEntry(long index, byte @Nullable [] entry, String path, TileCheck tiles)
      throws IOException {
    byte[] leafHash = entry == null ? null : hash.leaf(entry);
    byte[] stored = tiles.storedLeafHash(index);
    tiles.add(leafHash);
    if (entry == null || leafHash == null) {
      entries.skip(index);
      checkDomestic(index, null);
      return;
    }
    tree.add(leafHash);
    if (stored == null || Arrays.equals(stored, leafHash)) {
      checkDomestic(index, entries.check(index, entry, path));
    } else {
      entries.skip(index);
      checkDomestic(index, null);
    }
  }

  private void checkDomestic(long index, @Nullable Leaf leaf) throws IOException {
    if (domestic != null) {
      domestic.check(index, leaf);
    }
  }

  /** Checks the journal beyond the checkpoint, unless the log moved on while it was being read. */
  private void checkJournal(Checkpoint checkpoint) throws IOException {
    try {
      new JournalReader(storage, checkpoint.size()).read(this::checkFrame);
    } catch (LogDamagedException | NoSuchFileException e) {
      Checkpoint now = readCheckpoint();
      if (e instanceof LogDamagedException damaged
          && now != null
          && now.size() == checkpoint.size()) {
        findings.addAbout(damaged.file(), "frame", damaged.problem());
      }
    }
  }

  private void checkFrame(JournalFrame frame) {
    for (byte[] entry : frame.entries()) {
      long index = tree.size();
      tree.add(hash.leaf(entry));
      Leaf leaf = entries.check(index, entry, Journal.DIRECTORY);
      try {
        checkDomestic(index, leaf);
      } catch (IOException e) {
        findings.add(Journal.DIRECTORY, "entry " + index, "its domestic record cannot be read");
      }
    }
    checkFrameCheckpoint(frame);
    journalled += frame.entries().size();
  }

  private void checkFrameCheckpoint(JournalFrame frame) {
    String unit = "frame at " + frame.start();
    try {
      Checkpoint signed = Checkpoint.open(frame.checkpoint(), key);
      if (signed.size() != tree.size() || !Arrays.equals(signed.root(), tree.root())) {
        findings.add(Journal.DIRECTORY, unit, "its checkpoint signs another tree");
      }
    } catch (MalformedException e) {
      findings.add(Journal.DIRECTORY, unit, e.getMessage());
    }
  }

  /**
   * What is checked beside the log itself.
   *
   * @param domestic the domestic parts, each against its commitment; null leaves them out
   * @param authorities the roots that tokens of time stamps are checked with; null leaves the
   *     tokens unread, though not the checkpoints they are about
   * @param policy which witnesses must have seen the cosigned checkpoint that is kept; null leaves
   *     the cosignatures unread, though not the checkpoint
   */
  public record Also(
      @Nullable DomesticStorage domestic,
      @Nullable TimeStampTrust authorities,
      @Nullable WitnessPolicy policy) {}
}
