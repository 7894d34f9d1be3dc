package io.dukou.audit;

/**
 * Proof that an entry is in the log, verifiable offline with only the log's {@link VerifierKey}.
 *
 * @param index the entry's index, which is the number of the decision
 * @param leaf the entry as logged, canonical JSON
 * @param tlogProof a C2SP tlog-proof text whose {@code extra} line is the leaf in base64, ending in
 *     a newline; pure ASCII but for the em dash that opens a signature line
 */
public record Receipt(long index, String leaf, String tlogProof) {}
