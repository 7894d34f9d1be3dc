package io.dukou.gateway.officers;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an answer as a stream, for one thread that may block: each piece is written once the
 * one before has gone to the connection, so that a slow reader is waited for and memory stays
 * small. Closing ends the answer, but only after all writes succeeded: what fails before leaves it
 * without an end, so that its reader notices.
 */
final class ResponseStream extends OutputStream {
  private static final int PIECE = 64 * 1024;
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServerResponse response;
  private final byte[] piece = new byte[PIECE];
  private int filled;
  private boolean failed;
  private boolean closed;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, PIECE - filled);
      System.arraycopy(bytes, offset + done, piece, filled, part);
      filled += part;
      done += part;
      if (filled == PIECE) {
        send();
      }
    }
  }

  private void send() throws IOException {
    if (filled > 0) {
      await(response.write(Buffer.buffer(Arrays.copyOf(piece, filled))));
      filled = 0;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed && !failed) {
      closed = true;
      send();
      await(response.end());
    }
  }

  private void await(io.vertx.core.Future<Void> written) throws IOException {
    failed = true; // until it is known to have worked
    try {
      written.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      failed = false;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the answer was not taken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the gateway stops", e);
    }
  }
}
