package io.dukou.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes durable batches out as tiles, then the checkpoint that covers them.
 *
 * <p>Runs behind the sequencer: receipts do not wait for it. The order makes the published state
 * sound at each instant: files synced, their names synced, then the checkpoint replaced and its
 * name synced, then what is no longer needed removed. Any thread may call.
 */
final class Publisher {
  private final StorageFiles files;
  private final TileEdge tiles;
  private final Journal journal;

  /** Batches not yet published; guarded by itself. */
  private final List<CommittedBatch.Unpublished> pending = new ArrayList<>();

  private long pendingBytes;
  private volatile Checkpoint published;

  Publisher(StorageFiles files, RecoveredLog recovered, Journal journal) {
    this.files = files;
    this.tiles = recovered.tiles();
    this.journal = journal;
    this.published = recovered.checkpoint();
  }

  /**
   * Notes a durable batch for the next publication.
   *
   * @return the bytes of leaves that now wait in memory
   */
  long add(CommittedBatch batch) {
    synchronized (pending) {
      pending.add(batch.unpublished());
      pendingBytes += EntryBundle.length(batch.leaves());
      return pendingBytes;
    }
  }

  /** Returns the checkpoint whose tiles are all there. */
  Checkpoint published() {
    return published;
  }

  /** Publishes what waits; after a failure the publisher must not be used again. */
  synchronized void publish() throws IOException {
    List<CommittedBatch.Unpublished> batches = take();
    if (batches.isEmpty()) {
      return;
    }
    Checkpoint newest = batches.get(batches.size() - 1).checkpoint();
    TileWriter writer = new TileWriter(files);
    for (CommittedBatch.Unpublished batch : batches) {
      for (int i = 0; i < batch.leaves().size(); i++) {
        tiles.add(batch.leaves().get(i), batch.leafHashes().get(i), writer);
      }
    }
    publish(files, tiles, newest);
    published = newest;
    writer.removePartials();
    journal.dropBelow(newest.size());
  }

  /** Writes the unfinished tiles, makes all tiles written durable, then the checkpoint. */
  static void publish(StorageFiles files, TileEdge tiles, Checkpoint checkpoint)
      throws IOException {
    tiles.partials(new TileWriter(files));
    files.syncDirectories();
    files.replace(TilePath.CHECKPOINT, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    files.syncDirectories();
  }

  private List<CommittedBatch.Unpublished> take() {
    synchronized (pending) {
      List<CommittedBatch.Unpublished> taken = List.copyOf(pending);
      pending.clear();
      pendingBytes = 0;
      return taken;
    }
  }

  /** Puts tiles into files, and remembers which became full. */
  static final class TileWriter implements TileEdge.Sink {
    private final StorageFiles files;
    private final List<String> full = new ArrayList<>();

    TileWriter(StorageFiles files) {
      this.files = files;
    }

    @Override
    public void tile(String path, byte[] content) throws IOException {
      files.replace(path, content);
      full.add(path);
    }

    @Override
    public void bundle(String path, byte[] content) throws IOException {
      tile(path, content);
    }

    /** Removes the partial versions of full tiles, as the specification allows. */
    void removePartials() throws IOException {
      for (String path : full) {
        files.remove(TilePath.partials(path));
      }
    }
  }
}
