package io.dukou.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives entries their place and makes them durable, a batch at a time. Used by one thread; after a
 * failure it must not be used again.
 *
 * <h2>Order</h2>
 *
 * <ol>
 *   <li>indexes and {@code previous} are assigned, leaves written out
 *   <li>the domestic records are written and synced
 *   <li>the leaves join the tree in memory, one checkpoint is signed
 *   <li>leaves and checkpoint are written to the journal as one frame and synced
 * </ol>
 *
 * A crash before the last step leaves domestic records without entry, which opening drops. A crash
 * after it leaves a log that has the entries, acknowledged or not. The checkpoint is handed out
 * only after the last step, so nobody ever holds one that the journal does not.
 */
final class Sequencer {
  private final DomesticStore domestic;
  private final Journal journal;
  private final LogSigners keys;
  private final EdgeTree tree;
  private final RecipientChains chains;

  /** Index of the last release of each study since the log was opened. */
  private final Map<String, Long> lastReleases = new HashMap<>();

  Sequencer(RecoveredLog recovered, Journal journal, LogSigners keys) {
    this.domestic = recovered.domestic();
    this.tree = recovered.tree();
    this.chains = recovered.chains();
    this.journal = journal;
    this.keys = keys;
  }

  /**
   * Returns those of the entries, in the order given, whose conditions hold; nothing is written.
   * They are to be committed next, and as they are.
   */
  List<PreparedEntry> admitted(List<PreparedEntry> entries) {
    List<PreparedEntry> admitted = new ArrayList<>(entries.size());
    for (PreparedEntry entry : entries) {
      if (!entry.condition().isBroken(lastReleases)) {
        if (entry.released() != null) {
          lastReleases.put(entry.released(), tree.size() + admitted.size());
        }
        admitted.add(entry);
      }
    }
    return admitted;
  }

  /** Makes a batch durable, in the order given. */
  CommittedBatch commit(List<PreparedEntry> entries) throws IOException {
    long start = tree.size();
    List<byte[]> leaves = sequence(entries, start);
    domestic.append(entries.stream().map(PreparedEntry::sealed).toList());
    List<byte[]> leafHashes = new ArrayList<>(leaves.size());
    for (byte[] leaf : leaves) {
      byte[] leafHash = tree.leafHash(leaf);
      leafHashes.add(leafHash);
      tree.add(leafHash);
    }
    TreeView view = tree.view();
    Checkpoint checkpoint = Checkpoint.sign(keys, tree.size(), view.root());
    journal.append(new JournalFrame(start, leaves, checkpoint.note()));
    List<InclusionProof> proofs = new ArrayList<>(leaves.size());
    for (long index = start; index < tree.size(); index++) {
      proofs.add(view.proof(index));
    }
    tree.trim();
    return new CommittedBatch(entries, leaves, leafHashes, proofs, checkpoint);
  }

  private List<byte[]> sequence(List<PreparedEntry> entries, long start) {
    List<byte[]> leaves = new ArrayList<>(entries.size());
    for (PreparedEntry entry : entries) {
      leaves.add(entry.leaf(chains.extend(entry.recipient(), start + leaves.size())));
    }
    return leaves;
  }
}
