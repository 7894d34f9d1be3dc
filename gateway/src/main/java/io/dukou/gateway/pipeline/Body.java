package io.dukou.gateway.pipeline;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * A body whose digest is in the log and which lies ready to be sent.
 *
 * <p>Belongs to whoever got it: {@link #open} is called at most once, {@link #closed} exactly once
 * and last, whether the body was opened or not. Both are called on the context of the request.
 */
public interface Body {
  /** Returns the length in bytes. */
  long length();

  /** Returns the value of {@code Repr-Digest} (RFC 9530). */
  String reprDigest();

  /**
   * Returns the bytes, paused. The stream ends after exactly {@link #length} bytes or fails.
   *
   * @throws IllegalStateException if it was called before
   */
  ReadStream<Buffer> open();

  /**
   * Says how it ended, which becomes the {@code close} entry, and frees what the body holds.
   *
   * @param ending how it ended
   * @param bytesSent how many bytes of the body were handed to the connection; with {@link
   *     Ending#ABORTED} an upper bound of what can have left
   */
  void closed(Ending ending, long bytesSent);

  /** How the sending of a body ended. */
  enum Ending {
    /** Every byte and the end of the answer were written to the connection. */
    COMPLETE,
    /** Some bytes may have left, not all of them are known to have. */
    ABORTED,
    /** No byte of the body was handed to the connection. */
    NOTHING_LEFT
  }
}
