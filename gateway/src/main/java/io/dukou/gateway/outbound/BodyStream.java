package io.dukou.gateway.outbound;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands the chunks that arrive on an event loop to one reading worker thread.
 *
 * <p>At most {@value #HIGH_WATER} bytes wait here: above that the source is paused, and resumed
 * when the reader has taken all but {@value #LOW_WATER} of them. A failure overtakes chunks that
 * wait, so a reader learns of it at once.
 */
final class BodyStream extends InputStream {
  static final int HIGH_WATER = 1 << 20;
  static final int LOW_WATER = 1 << 18;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
  private final Source source;

  private int waiting;
  private int offset;
  private boolean paused;
  private boolean ended;
  private boolean closed;
  private @Nullable OutboundException failure;

  BodyStream(Source source) {
    this.source = source;
  }

  /** Adds a chunk; event loop only. */
  void offer(Buffer chunk) {
    lock.lock();
    try {
      if (closed || chunk.length() == 0) {
        return;
      }
      chunks.add(chunk.getBytes());
      waiting += chunk.length();
      if (waiting > HIGH_WATER && !paused) {
        paused = true;
        source.pause();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Marks the regular end; event loop only. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Makes every further read fail, unless the end was reached before. */
  void fail(OutboundException cause) {
    lock.lock();
    try {
      if (failure == null && !ended) {
        failure = cause;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns true while the reader, not the peer, is the slow one. */
  boolean waitsForReader() {
    lock.lock();
    try {
      return paused;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      awaitChunk();
      return chunks.isEmpty() ? -1 : take(target, from, length);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the exchange, early if the body was not read to its end. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      chunks.clear();
      waiting = 0;
    } finally {
      lock.unlock();
    }
    source.abandon();
  }

  private void awaitChunk() {
    while (failure == null && chunks.isEmpty() && !ended) {
      changed.awaitUninterruptibly();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int take(byte[] target, int from, int length) {
    byte[] chunk = Objects.requireNonNull(chunks.peek(), "chunk");
    int taken = Math.min(length, chunk.length - offset);
    System.arraycopy(chunk, offset, target, from, taken);
    offset += taken;
    if (offset == chunk.length) {
      chunks.remove();
      offset = 0;
    }
    waiting -= taken;
    if (paused && waiting < LOW_WATER) {
      paused = false;
      source.resume();
    }
    return taken;
  }

  /** Where the chunks come from; but for {@link #pause}, any thread may call. */
  interface Source {
    /** Stops the chunks, soon; on the event loop of the chunks, from within {@link #offer}. */
    void pause();

    /** Lets the chunks come again. */
    void resume();

    /** Gives up the connection; does nothing when called again. */
    void abandon();
  }
}
