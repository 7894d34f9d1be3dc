/**
 * Records decisions in an append-only Merkle log that others can verify.
 *
 * <p>{@link io.dukou.audit.AuditLog} writes, {@link io.dukou.audit.ReceiptVerifier} checks one
 * receipt with nothing but a public key, {@link io.dukou.audit.LogCheck} re-reads a whole log. On
 * disk a log has the C2SP tlog-tiles layout; hashing is that of RFC 6962, section 2.1, with
 * SHA-256; checkpoints and receipts are C2SP tlog-checkpoint and tlog-proof texts.
 *
 * <p>An entry has two parts. The {@link io.dukou.audit.Leaf} holds what its recipient may know and
 * never changes. The {@link io.dukou.audit.DomesticPart} stays in its own encrypted store and can
 * be erased, since the leaf holds only a salted commitment to it.
 *
 * <p>Every failure is an {@link io.dukou.audit.AuditException}.
 */
@NullMarked
package io.dukou.audit;

import org.jspecify.annotations.NullMarked;
