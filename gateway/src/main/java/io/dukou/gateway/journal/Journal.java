package io.dukou.gateway.journal;

import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.Receipt;
import java.util.concurrent.CompletableFuture;

/** Where entries are appended. Implemented by the transparency log; any thread may call. */
@FunctionalInterface
public interface Journal {
  /**
   * Appends an entry.
   *
   * @return completes once the entry is durable, and fails with an {@link
   *     io.dukou.audit.AuditException} where that is not certain; nothing may leave then
   */
  CompletableFuture<Receipt> append(LeafDraft leaf, DomesticPart domestic);

  /** Tells whether the entry of a release would be taken now, as far as is known. */
  default boolean takesReleases() {
    return true;
  }
}
