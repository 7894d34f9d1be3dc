package io.dukou.gateway.journal;

import io.dukou.audit.AuditException;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import io.dukou.audit.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory that can be told to fail. */
public final class FakeJournal implements Journal {
  private final List<LeafDraft> leaves = new CopyOnWriteArrayList<>();
  private final List<DomesticPart> parts = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  /** Makes every later append fail without keeping the entry. */
  public void fail() {
    failing = true;
  }

  /** Returns what was appended. */
  public List<LeafDraft> leaves() {
    return leaves;
  }

  /** Returns the domestic parts of what was appended. */
  public List<DomesticPart> parts() {
    return parts;
  }

  @Override
  public synchronized CompletableFuture<Receipt> append(LeafDraft leaf, DomesticPart domestic) {
    if (failing) {
      return CompletableFuture.failedFuture(unrecorded());
    }
    leaves.add(leaf);
    parts.add(domestic);
    return CompletableFuture.completedFuture(new Receipt(leaves.size() - 1, "{}", "proof"));
  }

  /** Returns a failure of the log's own kind, which only the log can make. */
  private static AuditException unrecorded() {
    try {
      Entry.of(LeafKind.START, Instant.EPOCH)
          .body(new BodyDigest(0, Map.of("sha-256", "no digest"), ""))
          .leaf();
      throw new AssertionError("this leaf was accepted");
    } catch (AuditException refused) {
      return refused;
    }
  }
}
