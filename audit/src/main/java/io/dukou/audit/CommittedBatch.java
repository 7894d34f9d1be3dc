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

  /** Completes the futures of its entries with their receipts. */
  void complete() {
    for (int i = 0; i < entries.size(); i++) {
      InclusionProof proof = proofs.get(i);
      TlogProof text = new TlogProof(leaves.get(i), proof.index(), proof.path(), checkpoint.note());
      entries.get(i).receipt().complete(text.receipt());
    }
  }
}
