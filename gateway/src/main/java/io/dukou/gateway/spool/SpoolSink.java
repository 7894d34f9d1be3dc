package io.dukou.gateway.spool;

import static java.util.Objects.requireNonNull;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body into a spool without blocking an event loop, and holds its source back meanwhile.
 *
 * <p>All methods are called on the one context that the sink was made for, and all its handlers and
 * futures run there. Bytes that stay in memory are copied at once; others wait, at most {@link
 * #setWriteQueueMaxSize} and what came after {@link #writeQueueFull} was ignored, until a worker
 * thread of the context has stored them.
 *
 * <p>{@link #end} completes the body. A source that breaks off must {@link #abort} instead:
 * otherwise half a body would look whole. {@link #take} does all of this right:
 *
 * <pre>{@code
 * response.pause();
 * Future<Spool> body = SpoolSink.take(response, spools.open(limit), vertx.getOrCreateContext());
 * }</pre>
 *
 * <p>The first failure, and {@code abort}, throw everything away and fail every write that waits or
 * follows, {@link #spool} and {@code end}.
 */
public final class SpoolSink implements WriteStream<Buffer> {
  /** Bytes that may wait for a worker before the sink calls itself full. */
  public static final int DEFAULT_QUEUE_BYTES = 256 * 1024;

  private final Context context;
  private final SpoolWriter writer;
  private final Promise<Spool> spool = Promise.promise();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

  private int queueBytes;
  private int queueLimit = DEFAULT_QUEUE_BYTES;
  private boolean storing;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable Handler<Throwable> exceptionHandler;
  private @Nullable Handler<Void> drainHandler;

  private SpoolSink(Context context, SpoolWriter writer) {
    this.context = requireNonNull(context, "context");
    this.writer = requireNonNull(writer, "writer");
  }

  /** Returns a sink on {@code context} that owns {@code writer}. */
  public static SpoolSink create(Context context, SpoolWriter writer) {
    return new SpoolSink(context, writer);
  }

  /**
   * Takes all of {@code source}, which must be paused or not yet flowing, on its own context.
   *
   * @return the body when the source has ended and all of it is stored, or the first failure of
   *     either side. After a failure the source is paused and without handlers: the caller resets
   *     it.
   */
  public static Future<Spool> take(ReadStream<Buffer> source, SpoolWriter writer, Context context) {
    SpoolSink sink = new SpoolSink(context, writer);
    sink.exceptionHandler(
        failure -> {
          source.handler(null).endHandler(null).exceptionHandler(ignored -> {});
          source.pause();
        });
    sink.drainHandler(drained -> source.resume());
    source.exceptionHandler(sink::abort);
    source.endHandler(end -> sink.end());
    source.handler(
        chunk -> {
          sink.write(chunk);
          if (sink.writeQueueFull()) {
            source.pause();
          }
        });
    source.resume();
    return sink.spool();
  }

  /**
   * Returns what completes after {@link #end} with the body, which the receiver closes, or fails
   * with a {@link SpoolException} or the reason of {@link #abort}.
   */
  public Future<Spool> spool() {
    return spool.future();
  }

  /** Throws the body away, for {@code reason}; nothing happens after the end. */
  public void abort(Throwable reason) {
    requireNonNull(reason, "reason");
    if (!ended) {
      fail(reason);
    }
  }

  @Override
  public SpoolSink exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public SpoolSink drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public SpoolSink setWriteQueueMaxSize(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a queue of " + bytes + " bytes holds nothing");
    }
    queueLimit = bytes;
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return queueBytes >= queueLimit;
  }

  /** Adds a chunk; the future completes when it is stored. */
  @Override
  public Future<Void> write(Buffer chunk) {
    requireNonNull(chunk, "chunk");
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (ended) {
      return Future.failedFuture(new IllegalStateException("written after the end"));
    }
    if (!storing && queue.isEmpty() && writer.fitsMemory(chunk.length())) {
      return storeNow(chunk);
    }
    Waiting waiting = new Waiting(chunk, Promise.promise());
    queue.add(waiting);
    queueBytes += chunk.length();
    storeQueue();
    return waiting.stored.future();
  }

  /** Ends the body; the future completes when all of it is stored. */
  @Override
  public Future<Void> end() {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (!ended) {
      ended = true;
      storeQueue();
    }
    return spool.future().mapEmpty();
  }

  private Future<Void> storeNow(Buffer chunk) {
    try {
      writer.write(chunk.getBytes());
      return Future.succeededFuture();
    } catch (SpoolException e) {
      fail(e);
      return Future.failedFuture(e);
    }
  }

  /** Starts the next step, unless one is under way: what waits, then the end, then nothing. */
  private void storeQueue() {
    if (storing || failure != null) {
      return;
    }
    if (!queue.isEmpty()) {
      List<Waiting> batch = new ArrayList<>(queue);
      queue.clear();
      work(() -> store(batch)).onComplete(done -> stored(batch, done.cause()));
    } else if (ended) {
      finish();
    }
  }

  private @Nullable Void store(List<Waiting> batch) throws SpoolException {
    for (Waiting waiting : batch) {
      writer.write(waiting.chunk.getBytes());
    }
    return null;
  }

  private void stored(List<Waiting> batch, @Nullable Throwable cause) {
    storing = false;
    Throwable reason = failure != null ? failure : cause;
    batch.forEach(waiting -> settle(waiting, reason));
    if (failure != null) {
      throwAway(failure);
    } else if (cause != null) {
      fail(cause);
    } else {
      queueBytes -= batch.stream().mapToInt(waiting -> waiting.chunk.length()).sum();
      storeQueue();
      drained();
    }
  }

  private void drained() {
    if (drainHandler != null && failure == null && queueBytes < queueLimit) {
      drainHandler.handle(null);
    }
  }

  private void finish() {
    if (writer.fitsMemory(0)) {
      finished(finishNow());
    } else {
      work(writer::finish).onComplete(this::finished);
    }
  }

  private Future<Spool> finishNow() {
    try {
      return Future.succeededFuture(writer.finish());
    } catch (SpoolException e) {
      return Future.failedFuture(e);
    }
  }

  private void finished(AsyncResult<Spool> done) {
    storing = false;
    if (done.succeeded()) {
      spool.tryComplete(done.result());
    } else {
      fail(done.cause());
    }
  }

  private <T> Future<T> work(Callable<T> blocking) {
    storing = true;
    return context.executeBlocking(blocking, true);
  }

  private void fail(Throwable reason) {
    if (failure != null) {
      return;
    }
    failure = reason;
    queue.forEach(waiting -> settle(waiting, reason));
    queue.clear();
    queueBytes = 0;
    if (!storing) {
      throwAway(reason);
    }
    if (exceptionHandler != null) {
      exceptionHandler.handle(reason);
    }
  }

  /** Closes the writer, which may wait for the disk, and only then fails the body. */
  private void throwAway(Throwable reason) {
    context
        .executeBlocking(
            () -> {
              writer.close();
              return reason;
            },
            true)
        .onComplete(closed -> spool.tryFail(reason));
  }

  private static void settle(Waiting waiting, @Nullable Throwable reason) {
    if (reason == null) {
      waiting.stored.complete();
    } else {
      waiting.stored.fail(reason);
    }
  }

  private record Waiting(Buffer chunk, Promise<Void> stored) {}
}
