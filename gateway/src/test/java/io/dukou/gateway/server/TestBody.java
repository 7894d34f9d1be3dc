package io.dukou.gateway.server;

import io.dukou.gateway.pipeline.Body;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A body made while it is read, which remembers how much was made and how it ended. */
final class TestBody implements Body {
  private static final int CHUNK = 64 * 1024;

  private final byte[] pattern;
  private final long length;
  private final long made;
  private final boolean failing;
  private final AtomicLong produced = new AtomicLong();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();

  private TestBody(byte[] pattern, long length, long made, boolean failing) {
    this.pattern = pattern;
    this.length = length;
    this.made = made;
    this.failing = failing;
  }

  /** Returns a body of this text. */
  static TestBody of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TestBody(bytes, bytes.length, bytes.length, false);
  }

  /** Returns a body of {@code length} bytes. */
  static TestBody ofLength(long length) {
    return new TestBody(filler(), length, length, false);
  }

  /** Returns a body that says {@code length} and ends after {@code made} bytes. */
  static TestBody lying(long length, long made) {
    return new TestBody(filler(), length, made, false);
  }

  /** Returns a body that says {@code length} and fails after {@code made} bytes. */
  static TestBody failingAfter(long length, long made) {
    return new TestBody(filler(), length, made, true);
  }

  /** Returns how it ended, waiting for that. */
  Closed ending() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  /** Returns true when it was told how it ended. */
  boolean isClosed() {
    return closed.isDone();
  }

  /** Returns how many bytes were made so far. */
  long produced() {
    return produced.get();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public String reprDigest() {
    return "sha-256=:AAAA:";
  }

  @Override
  public ReadStream<Buffer> open() {
    return new Source(Vertx.currentContext());
  }

  @Override
  public void closed(Ending ending, long bytesSent) {
    if (!closed.complete(new Closed(ending, bytesSent))) {
      throw new IllegalStateException("closed twice");
    }
  }

  private static byte[] filler() {
    byte[] filler = new byte[CHUNK];
    Arrays.fill(filler, (byte) 'x');
    return filler;
  }

  /**
   * How a body ended.
   *
   * @param ending how
   * @param bytes with how many bytes sent
   */
  record Closed(Ending ending, long bytes) {}

  /** Makes the bytes while there is demand, one chunk at a time. */
  private final class Source implements ReadStream<Buffer> {
    private final Context context;
    private Handler<Buffer> chunks = chunk -> {};
    private Handler<Void> end = nothing -> {};
    private Handler<Throwable> failures = failure -> {};
    private boolean flowing;
    private boolean scheduled;
    private boolean over;

    Source(Context context) {
      this.context = context;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      failures = handler;
      return this;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
      chunks = handler;
      return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
      end = handler;
      return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
      flowing = false;
      return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
      flowing = true;
      schedule();
      return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
      return resume();
    }

    private void schedule() {
      if (!scheduled && !over) {
        scheduled = true;
        context.runOnContext(nothing -> step());
      }
    }

    private void step() {
      scheduled = false;
      if (!flowing || over) {
        return;
      }
      int size = (int) Math.min(Math.min(pattern.length, CHUNK), made - produced.get());
      if (size > 0) {
        produced.addAndGet(size);
        chunks.handle(Buffer.buffer(size).appendBytes(pattern, 0, size));
        schedule();
        return;
      }
      over = true;
      if (failing) {
        failures.handle(new IllegalStateException("the spool is gone"));
      } else {
        end.handle(null);
      }
    }
  }
}
