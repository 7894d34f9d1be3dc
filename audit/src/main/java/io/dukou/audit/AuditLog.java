package io.dukou.audit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An append-only log. */
@SuppressWarnings("DoNotCallSuggester")
public final class AuditLog implements AutoCloseable {
  private AuditLog() {}

  /**
   * Makes an empty log in two empty directories. Kept apart from {@link #open} so that a directory
   * that is empty by mistake, such as one whose disk is not mounted, never starts a second log
   * under the same key.
   */
  public static void create(
      LogStorage log, DomesticStorage domestic, LogKeys keys, LogOptions options) {
    throw new UnsupportedOperationException();
  }

  /** Opens and recovers an existing log. */
  public static AuditLog open(
      LogStorage log, DomesticStorage domestic, LogKeys keys, LogOptions options) {
    throw new UnsupportedOperationException();
  }

  /** Appends an entry; completes when it is durable. Never blocks on the disk. */
  public CompletableFuture<Receipt> append(LeafDraft draft, DomesticPart part) {
    throw new UnsupportedOperationException();
  }

  /** Returns the number of durable entries. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  /** Returns the newest durable checkpoint. */
  public Checkpoint checkpoint() {
    throw new UnsupportedOperationException();
  }

  /** Makes a receipt for an entry against the newest published checkpoint; blocks on the disk. */
  public Receipt receipt(long index) {
    throw new UnsupportedOperationException();
  }

  /** Reads an entry back; blocks on the disk. */
  public LoggedEntry entry(long index) {
    throw new UnsupportedOperationException();
  }

  /** Reads all entries in order, on the calling thread. */
  public void replay(Consumer<LoggedEntry> reader) {
    throw new UnsupportedOperationException();
  }

  /** Erases the domestic part of an entry for good; completes when that is durable. */
  public CompletableFuture<Void> eraseDomestic(long index) {
    throw new UnsupportedOperationException();
  }

  /** Tells whether appends can succeed. */
  public boolean healthy() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
