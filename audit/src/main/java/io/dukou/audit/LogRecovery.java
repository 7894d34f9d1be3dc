package io.dukou.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a log after whatever happened to it.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>The checkpoint is read and its signature checked.
 *   <li>All bundles are read in order; the tree is built anew from them, and every hash tile is
 *       compared with it, what is left of smaller trees included. The root must be the
 *       checkpoint's. This also finds each recipient's newest entry.
 *   <li>The journal's frames beyond the checkpoint are added. Each has its own signed checkpoint,
 *       which must fit. What was acknowledged before, and what witnesses cosigned, must be among
 *       all these entries.
 *   <li>The domestic store is brought in step.
 *   <li>What came from the journal is published. Only then are the journal's segments removed.
 * </ol>
 *
 * Reading everything costs about a second for each few hundred thousand entries and buys that an
 * open log is a proved one. Nothing is changed on disk before all checks have passed.
 *
 * <p>After a kill, unlike after a power cut, files may be seen that were never synced. What is
 * found published is therefore made durable again before the journal goes.
 */
final class LogRecovery {
  private static final String REMEDY =
      "restore the log from a copy that has it; `dukou log check` names what else is damaged";

  private final LogStorage storage;
  private final LogSigners keys;
  private final AcknowledgedCheckpoint acknowledged;
  private final CosignedCheckpoint cosigned;
  private final EdgeTree tree = new EdgeTree();
  private final TileEdge tiles = new TileEdge();
  private final RecipientChains chains = new RecipientChains();
  private final ErasureRecovery erasures = new ErasureRecovery();

  LogRecovery(
      LogStorage storage,
      LogSigners keys,
      AcknowledgedCheckpoint acknowledged,
      CosignedCheckpoint cosigned) {
    this.storage = storage;
    this.keys = keys;
    this.acknowledged = acknowledged;
    this.cosigned = cosigned;
  }

  /** Writes the checkpoint of an empty log into directories that hold none. */
  static void create(LogStorage storage, LogStorage domestic, LogSigners keys) throws IOException {
    if (exists(storage, domestic)) {
      throw new LogDamagedException(
          storage.describe(""), "there is a log already", "choose an empty directory");
    }
    StorageFiles files = new StorageFiles(storage);
    files.makeDirectory(Journal.DIRECTORY);
    files.syncDirectories();
    Checkpoint empty = Checkpoint.sign(keys, 0, new EdgeTree().root());
    Publisher.publish(files, new TileEdge(), empty);
  }

  /**
   * Tells whether directories hold anything of a log beyond what a cut-off {@link #create} left.
   */
  static boolean exists(LogStorage storage, LogStorage domestic) throws IOException {
    return storage.exists(TilePath.CHECKPOINT)
        || storage.exists("tile")
        || !JournalReader.segments(storage).isEmpty()
        || !DomesticStore.segmentsIn(domestic).isEmpty();
  }

  /** Runs all steps. */
  RecoveredLog run(DomesticStorage domestic, long domesticSegmentBytes) throws IOException {
    Checkpoint published = readCheckpoint();
    readPublished(published);
    List<JournalFrame> frames = new ArrayList<>();
    new JournalReader(storage, published.size()).read(frames::add);
    Checkpoint newest = published;
    StorageFiles files = new StorageFiles(storage);
    for (JournalFrame frame : frames) {
      newest = adopt(frame);
    }
    acknowledged.requireReached(storage, newest.size());
    cosigned.requireReached(newest.size());
    DomesticStore store = DomesticStore.open(domestic, newest.size(), domesticSegmentBytes);
    publish(frames, newest, files);
    removeJournal();
    acknowledged.keep(newest);
    return new RecoveredLog(newest, tree, tiles, chains, store);
  }

  /** Returns the erasures that the entries order, after {@link #run}. */
  ErasureRecovery erasures() {
    return erasures;
  }

  private Checkpoint readCheckpoint() throws IOException {
    String file = storage.describe(TilePath.CHECKPOINT);
    try {
      byte[] note = StorageFiles.readAll(storage, TilePath.CHECKPOINT);
      return Checkpoint.open(StrictText.utf8(note, "checkpoint"), keys.verifier());
    } catch (NoSuchFileException e) {
      throw new LogDamagedException(
          file,
          "missing",
          "restore the whole log from a copy; a new one is begun only at a first start, where the"
              + " folders of log, domestic parts and state hold nothing yet",
          e);
    } catch (MalformedException e) {
      throw new LogDamagedException(file, e.getMessage(), REMEDY, e);
    }
  }

  private void readPublished(Checkpoint published) throws IOException {
    TileReader reader = new TileReader(storage, published.size());
    TileComparison comparison = new TileComparison();
    while (tree.size() < published.size()) {
      for (byte[] entry : reader.entries(tree.size() / TilePath.WIDTH)) {
        tiles.add(entry, addToTree(entry), comparison);
      }
      tree.trim();
    }
    tiles.partials(comparison);
    if (!Arrays.equals(tree.root(), published.root())) {
      throw new LogDamagedException(
          storage.describe(TilePath.CHECKPOINT), "signs another tree than the entries", REMEDY);
    }
    Findings earlier = new Findings(storage);
    new EarlierTiles(storage, published.size(), earlier).check();
    for (LogReport.Finding finding : earlier.list()) {
      throw new LogDamagedException(
          finding.file(),
          finding.unit() + " " + finding.problem(),
          "delete the file, which is of a smaller tree and not needed, or restore it from a copy");
    }
  }

  private byte[] addToTree(byte[] entry) {
    long index = tree.size();
    try {
      chains.extend(Leaf.recipientOf(entry), index);
      erasures.look(index, entry);
    } catch (MalformedException e) {
      throw new LogDamagedException(
          storage.describe(TilePath.entries(index / TilePath.WIDTH, TilePath.WIDTH)),
          "entry " + index + ": " + e.getMessage(),
          REMEDY,
          e);
    }
    byte[] leafHash = tree.leafHash(entry);
    tree.add(leafHash);
    acknowledged.compare(storage, tree);
    cosigned.compare(tree);
    return leafHash;
  }

  /** Adds a frame to the tree and checks its checkpoint. */
  private Checkpoint adopt(JournalFrame frame) {
    frame.entries().forEach(this::addToTree);
    String problem;
    try {
      Checkpoint checkpoint = Checkpoint.open(frame.checkpoint(), keys.verifier());
      if (checkpoint.size() == tree.size() && Arrays.equals(checkpoint.root(), tree.root())) {
        tree.trim();
        return checkpoint;
      }
      problem = "its checkpoint signs another tree";
    } catch (MalformedException e) {
      problem = e.getMessage();
    }
    throw new LogDamagedException(
        storage.describe(Journal.DIRECTORY), "frame at " + frame.start() + ": " + problem, REMEDY);
  }

  /**
   * Publishes what came from the journal; without any, the checkpoint and the unfinished tiles are
   * written anew, since their names may have been seen unsynced.
   */
  private void publish(List<JournalFrame> frames, Checkpoint newest, StorageFiles files)
      throws IOException {
    files.makeDirectory(Journal.DIRECTORY);
    Publisher.TileWriter writer = new Publisher.TileWriter(files);
    TreeHash hash = new TreeHash();
    for (JournalFrame frame : frames) {
      for (byte[] entry : frame.entries()) {
        tiles.add(entry, hash.leaf(entry), writer);
      }
    }
    Publisher.publish(files, tiles, newest);
    writer.removePartials();
  }

  private void removeJournal() throws IOException {
    List<Long> segments = JournalReader.segments(storage);
    for (long segment : segments) {
      storage.delete(Journal.path(segment));
    }
    if (!segments.isEmpty()) {
      storage.syncDirectory(Journal.DIRECTORY);
    }
  }

  /** Compares tiles on disk with those made from the entries. */
  private final class TileComparison implements TileEdge.Sink {
    @Override
    public void tile(String path, byte[] content) throws IOException {
      try {
        if (!Arrays.equals(StorageFiles.readAll(storage, path), content)) {
          throw damaged(path, "does not have the hashes of the entries", null);
        }
      } catch (NoSuchFileException e) {
        throw damaged(path, "missing", e);
      }
    }

    @Override
    public void bundle(String path, byte[] content) {
      // The entries were read from it.
    }

    private LogDamagedException damaged(String path, String problem, @Nullable Exception cause) {
      return new LogDamagedException(storage.describe(path), problem, REMEDY, cause);
    }
  }
}
