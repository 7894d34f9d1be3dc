package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.pipeline.Body;
import io.dukou.gateway.pipeline.Body.Ending;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends one body and says exactly once how that ended. Confined to the event loop of its request.
 *
 * <p><b>What is claimed.</b> {@link Ending#COMPLETE} is claimed only when the connection has taken
 * the end of the answer. {@link Ending#NOTHING_LEFT} is claimed only when nothing of this answer,
 * not even its head, was handed to the connection: from then on it cannot be known what left, so
 * everything else is {@link Ending#ABORTED} with every byte that was handed over. The count is
 * therefore never lower than what the caller got.
 *
 * <p><b>Back-pressure.</b> The stream is paused while the connection's queue is full and resumed
 * when it drains. One chunk is held back until the next comes, so that a body of one chunk is
 * written together with its head and its end.
 *
 * <p><b>Slow callers.</b> The answer is broken off when no chunk is taken for the idle time or the
 * whole takes longer than the answer time.
 */
final class BodySender {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Body body;
  private final Duration idle;
  private final Deadline stalled;
  private final Deadline overdue;
  private final Promise<Ending> ended = Promise.promise();

  private @Nullable ReadStream<Buffer> stream;
  private @Nullable Buffer held;
  private long received;
  private long handedOver;
  private boolean touched;
  private boolean endHandedOver;
  private boolean closed;

  /** Creates a sender of {@code body} as the answer to {@code request}, whose head is set. */
  BodySender(Vertx vertx, HttpServerRequest request, Body body, Timeouts timeouts) {
    this.request = request;
    this.response = request.response();
    this.body = body;
    this.idle = timeouts.idle();
    this.stalled = new Deadline(vertx, this::breakOff);
    this.overdue = new Deadline(vertx, this::breakOff);
    stalled.set(idle);
    overdue.set(timeouts.answer());
  }

  /** Sends the body; completes with how it ended after {@link Body#closed} was told. */
  Future<Ending> send() {
    if (response.closed()) {
      close(Ending.NOTHING_LEFT);
      return ended.future();
    }
    response.exceptionHandler(failure -> breakOff());
    response.closeHandler(gone -> lost());
    try {
      start(body.open());
    } catch (RuntimeException | Error e) {
      breakOff(); // whatever the body failed with, this answer cannot be completed
    }
    return ended.future();
  }

  private void start(ReadStream<Buffer> opened) {
    stream = opened;
    response.drainHandler(drained -> resume());
    opened.exceptionHandler(failure -> breakOff());
    opened.endHandler(end -> end());
    opened.handler(this::take);
    opened.resume();
  }

  private void take(Buffer chunk) {
    if (closed) {
      return;
    }
    received += chunk.length();
    if (received > body.length()) {
      breakOff();
      return;
    }
    Buffer previous = held;
    held = chunk;
    if (previous != null) {
      write(previous);
    }
  }

  private void write(Buffer chunk) {
    touched = true;
    handedOver += chunk.length();
    response.write(chunk).onSuccess(taken -> stalled.set(idle));
    if (!closed && response.writeQueueFull() && stream != null) {
      stream.pause();
    }
  }

  private void resume() {
    if (!closed && stream != null) {
      stream.resume();
    }
  }

  private void end() {
    if (closed) {
      return;
    }
    if (received != body.length()) {
      breakOff();
      return;
    }
    touched = true;
    endHandedOver = true;
    Buffer last = held;
    handedOver = received;
    Future<Void> taken = last == null ? response.end() : response.end(last);
    taken.onComplete(
        result -> {
          if (result.succeeded()) {
            close(Ending.COMPLETE);
          } else {
            breakOff();
          }
        });
  }

  /** The caller is gone; once the end is handed over, only its taking tells whether too early. */
  private void lost() {
    if (!endHandedOver) {
      breakOff();
    }
  }

  /** Ends the answer so that the caller can tell that it is not whole. */
  private void breakOff() {
    if (closed) {
      return;
    }
    close(touched ? Ending.ABORTED : Ending.NOTHING_LEFT);
    Resets.reset(request);
  }

  private void close(Ending ending) {
    if (closed) {
      return;
    }
    closed = true;
    stalled.cancel();
    overdue.cancel();
    if (stream != null && ending != Ending.COMPLETE) {
      stream.pause();
    }
    try {
      body.closed(ending, ending == Ending.NOTHING_LEFT ? 0 : handedOver);
    } finally {
      ended.complete(ending);
    }
  }
}
