package io.dukou.audit;

import java.util.List;

/**
 * A batch that is durable.
 *
 * @param entries what was appended, in order
 * @param leaves their leaves
 * @param leafHashes the hashes of the leaves
 * @param proofs their inclusion proofs in the tree of the checkpoint
 * @param checkpoint the checkpoint signed over the batch
 */
record CommittedBatch(
    List<PreparedEntry> entries,
    List<byte[]> leaves,
    List<byte[]> leafHashes,
    List<InclusionProof> proofs,
    Checkpoint checkpoint) {

  /** Returns what is left to be published, without the entries and receipts that callers hold. */
  Unpublished unpublished() {
    return new Unpublished(leaves, leafHashes, checkpoint);
  }

  /**
   * What tiles are made of. It waits for the next publication, so it holds nothing beyond that.
   *
   * @param leaves the leaves
   * @param leafHashes their hashes
   * @param checkpoint the checkpoint signed over the batch
   */
  record Unpublished(List<byte[]> leaves, List<byte[]> leafHashes, Checkpoint checkpoint) {}

  /** Completes the futures of its entries with their receipts. */
  void complete() {
    for (int i = 0; i < entries.size(); i++) {
      InclusionProof proof = proofs.get(i);
      TlogProof text = new TlogProof(leaves.get(i), proof.index(), proof.path(), checkpoint.note());
      entries.get(i).receipt().complete(text.receipt());
    }
  }
}
