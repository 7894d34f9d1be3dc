package io.dukou.gateway.pipeline;

import io.dukou.gateway.release.ReadyBody;
import io.dukou.gateway.spool.SpoolSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** The body of one answer. Used on the context of its request. */
final class SelectionBody implements Body {
  private final ReadyBody ready;
  private final End end;
  private boolean opened;
  private boolean closed;

  SelectionBody(ReadyBody ready, End end) {
    this.ready = ready;
    this.end = end;
  }

  @Override
  public long length() {
    return ready.digest().length();
  }

  @Override
  public String reprDigest() {
    return ready.digest().reprDigest();
  }

  @Override
  public ReadStream<Buffer> open() {
    if (opened) {
      throw new IllegalStateException("a body is opened once");
    }
    opened = true;
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("a body is opened on the context of its request");
    }
    return ready
        .bytes()
        .<ReadStream<Buffer>>map(bytes -> new BufferSource(context, bytes))
        .orElseGet(() -> SpoolSource.create(context, ready.spool().orElseThrow()).pause());
  }

  @Override
  public void closed(Ending ending, long bytesSent) {
    if (closed) {
      throw new IllegalStateException("a body is closed once");
    }
    closed = true;
    end.closed(ending, bytesSent);
  }

  /** What happens in the end. */
  @FunctionalInterface
  interface End {
    /** Takes how it ended. */
    void closed(Ending ending, long bytesSent);
  }
}
