package io.dukou.gateway.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A stream of one buffer that begins paused. Confined to one context. */
final class BufferSource implements ReadStream<Buffer> {
  private final Context context;
  private @Nullable Buffer bytes;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private long demand;
  private boolean ended;

  BufferSource(Context context, Buffer bytes) {
    this.context = context;
    this.bytes = bytes.length() == 0 ? null : bytes;
  }

  @Override
  public BufferSource exceptionHandler(@Nullable Handler<Throwable> unused) {
    return this; // what lies in memory does not fail
  }

  @Override
  public BufferSource handler(@Nullable Handler<Buffer> next) {
    handler = next;
    schedule();
    return this;
  }

  @Override
  public BufferSource endHandler(@Nullable Handler<Void> next) {
    endHandler = next;
    return this;
  }

  @Override
  public BufferSource pause() {
    demand = 0;
    return this;
  }

  @Override
  public BufferSource resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public BufferSource fetch(long amount) {
    demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
    schedule();
    return this;
  }

  private void schedule() {
    if (handler != null && demand > 0 && !ended) {
      context.runOnContext(now -> flow());
    }
  }

  private void flow() {
    if (handler == null || demand == 0 || ended) {
      return;
    }
    Buffer whole = bytes;
    if (whole != null) {
      bytes = null;
      handler.handle(whole);
    }
    ended = true;
    if (endHandler != null) {
      endHandler.handle(null);
    }
  }
}
