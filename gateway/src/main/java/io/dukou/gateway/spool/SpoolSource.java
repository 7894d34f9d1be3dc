package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends a spooled body, or a part of it, as fast as its receiver asks and without blocking an event
 * loop.
 *
 * <p>All methods are called on the one context that the source was made for, and all its handlers
 * run there, never inside a call of the caller. It flows from the first {@link #handler} on unless
 * it is paused. Chunks end where the pieces of 64 KiB end; at most one waits for demand. The owner
 * closes the spool, after the end or at any time before: then the source fails. Example:
 *
 * <pre>{@code
 * SpoolSource.create(context, spool).pipeTo(response)
 *     .eventually(() -> spool.close(context));
 * }</pre>
 */
public final class SpoolSource implements ReadStream<Buffer> {
  private final Context context;
  private final Spool spool;
  private final long end;

  private long position;
  private long demand = Long.MAX_VALUE;
  private boolean scheduled;
  private boolean reading;
  private boolean over;
  private @Nullable Buffer ready;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;

  private SpoolSource(Context context, Spool spool, long position, long end) {
    this.context = requireNonNull(context, "context");
    this.spool = spool;
    this.position = position;
    this.end = end;
  }

  /** Returns a source of the whole body. */
  public static SpoolSource create(Context context, Spool spool) {
    return create(context, spool, 0, spool.size());
  }

  /**
   * Returns a source of {@code count} bytes from {@code offset}.
   *
   * @throws IndexOutOfBoundsException if that is not a part of the body
   */
  public static SpoolSource create(Context context, Spool spool, long offset, long count) {
    Objects.checkFromIndexSize(offset, count, spool.size());
    return new SpoolSource(context, spool, offset, offset + count);
  }

  @Override
  public SpoolSource handler(@Nullable Handler<Buffer> handler) {
    this.handler = handler;
    schedule();
    return this;
  }

  @Override
  public SpoolSource endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  public SpoolSource exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public SpoolSource pause() {
    demand = 0;
    return this;
  }

  @Override
  public SpoolSource resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public SpoolSource fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a demand of " + amount);
    }
    demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
    schedule();
    return this;
  }

  private void schedule() {
    if (!scheduled && handler != null && demand > 0) {
      scheduled = true;
      context.runOnContext(
          now -> {
            scheduled = false;
            flow();
          });
    }
  }

  /** Delivers until demand, memory or the body ends; a worker brings what lies in the file. */
  private void flow() {
    while (handler != null && demand > 0 && !reading && !over) {
      if (ready != null) {
        deliver(ready);
      } else if (position == end) {
        finish();
      } else if (spool.inMemory(position)) {
        readNow();
      } else {
        readOnWorker();
      }
    }
  }

  private void deliver(Buffer chunk) {
    ready = null;
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    requireNonNull(handler, "handler").handle(chunk);
  }

  private void finish() {
    over = true;
    if (endHandler != null) {
      endHandler.handle(null);
    }
  }

  private void readNow() {
    try {
      ready = read();
    } catch (SpoolException e) {
      fail(e);
    }
  }

  private void readOnWorker() {
    reading = true;
    context
        .executeBlocking(this::read, true)
        .onComplete(
            read -> {
              reading = false;
              ready = read.result();
              if (read.failed()) {
                fail(read.cause());
              }
              flow();
            });
  }

  /** Returns the rest of the piece at the position, and moves behind it. */
  private Buffer read() throws SpoolException {
    byte[] piece = spool.pieceAt(position);
    int from = (int) (position % PIECE_BYTES);
    int length = (int) Math.min(piece.length - from, end - position);
    position += length;
    Buffer chunk = Buffer.buffer(length).appendBytes(piece, from, length);
    Arrays.fill(piece, (byte) 0);
    return chunk;
  }

  private void fail(Throwable cause) {
    over = true;
    if (exceptionHandler != null) {
      exceptionHandler.handle(cause);
    }
  }
}
