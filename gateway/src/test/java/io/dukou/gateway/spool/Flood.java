package io.dukou.gateway.spool;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A source on an event loop that sends chunks as fast as it is asked, then ends or breaks off. */
final class Flood implements ReadStream<Buffer> {
  private final Context context;
  private final long length;
  private final int chunkBytes;
  private final @Nullable Throwable breaksWith;

  long sent;
  int pauses;
  private boolean paused = true;
  private boolean scheduled;
  private boolean over;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;

  Flood(Context context, long length, int chunkBytes) {
    this(context, length, chunkBytes, null);
  }

  Flood(Context context, long length, int chunkBytes, @Nullable Throwable breaksWith) {
    this.context = context;
    this.length = length;
    this.chunkBytes = chunkBytes;
    this.breaksWith = breaksWith;
  }

  /** Returns the byte of the body at {@code position}. */
  static byte byteAt(long position) {
    return (byte) (position * 31 + (position >>> 12));
  }

  boolean paused() {
    return paused;
  }

  @Override
  public Flood handler(@Nullable Handler<Buffer> handler) {
    this.handler = handler;
    return this;
  }

  @Override
  public Flood endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  public Flood exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public Flood pause() {
    pauses++;
    paused = true;
    return this;
  }

  @Override
  public Flood resume() {
    paused = false;
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(
          now -> {
            scheduled = false;
            flow();
          });
    }
    return this;
  }

  @Override
  public Flood fetch(long amount) {
    return resume();
  }

  private void flow() {
    while (!paused && handler != null && sent < length) {
      byte[] chunk = new byte[(int) Math.min(chunkBytes, length - sent)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = byteAt(sent + i);
      }
      sent += chunk.length;
      handler.handle(Buffer.buffer(chunk));
      Arrays.fill(chunk, (byte) 0);
    }
    if (!paused && sent == length && !over) {
      over = true;
      finish();
    }
  }

  private void finish() {
    if (breaksWith != null && exceptionHandler != null) {
      exceptionHandler.handle(breaksWith);
    } else if (endHandler != null) {
      endHandler.handle(null);
    }
  }
}
