package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.BodyDigest;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.gateway.spool.Spool;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one selection of one table, lying ready, with their digests. Shared by all answers
 * that give it; its memory and its file go when the cache has let it go and the last answer is out.
 */
public final class ReadyBody {
  private final BodyDigest digest;
  private final @Nullable Buffer bytes;
  private final @Nullable Spool spool;
  private final int nextRow;
  private int users = 1; // the cache

  private ReadyBody(BodyDigest digest, @Nullable Buffer bytes, @Nullable Spool spool, int nextRow) {
    this.digest = requireNonNull(digest, "digest");
    this.bytes = bytes;
    this.spool = spool;
    this.nextRow = nextRow;
  }

  /** Returns a body of these bytes, which nobody else keeps. */
  public static ReadyBody of(byte[] bytes) {
    BodyDigester digester = new BodyDigester(DigestSuite.SHA256);
    digester.update(bytes, 0, bytes.length);
    return inMemory(digester.finish(), bytes, -1);
  }

  static ReadyBody inMemory(BodyDigest digest, byte[] bytes, int nextRow) {
    return new ReadyBody(digest, Buffer.buffer(bytes), null, nextRow);
  }

  static ReadyBody spooled(BodyDigest digest, Spool spool, int nextRow) {
    return new ReadyBody(digest, null, spool, nextRow);
  }

  /** Returns length and digests. */
  public BodyDigest digest() {
    return digest;
  }

  /** Returns the bytes where they are few enough to be sent at once; not to be changed. */
  public Optional<Buffer> bytes() {
    return Optional.ofNullable(bytes);
  }

  /** Returns the spool where they are not. */
  public Optional<Spool> spool() {
    return Optional.ofNullable(spool);
  }

  /** Ends one answer's use; may give a file back, so not for event loops where it is spooled. */
  public void free() {
    boolean last;
    synchronized (this) {
      users--;
      last = users == 0;
    }
    if (last && spool != null) {
      spool.close();
    }
  }

  /** Returns the row of the selection at which the next page begins, -1 when there is none. */
  int nextRow() {
    return nextRow;
  }

  /** Takes the body for an answer; false when it is gone already. */
  synchronized boolean take() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  /** Returns the bytes of memory it holds; a spooled body counts with a token amount. */
  long memory() {
    return bytes == null ? 4096 : bytes.length() + 512L;
  }
}
