package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.InputStream;
import java.util.Objects;

/**
 * A body that lies ready, to be read any number of times until it is closed.
 *
 * <p>Immutable. Streams of it may be used in parallel, each by one worker thread at a time; reading
 * may touch the disk. {@link #close} comes from any thread and at any time: it waits for reads
 * under way, gives the file and the memory back and zeroes the key; what is read later fails as
 * {@link SpoolException.Reason#CLOSED}.
 */
public final class Spool implements AutoCloseable {
  private final SpoolStore store;
  private final long size;

  Spool(SpoolStore store, long size) {
    this.store = store;
    this.size = size;
  }

  /** Returns the length of the body in bytes. */
  public long size() {
    return size;
  }

  /** Returns a stream of the whole body. */
  public InputStream open() {
    return open(0, size);
  }

  /**
   * Returns a stream of {@code count} bytes from {@code offset}.
   *
   * @return a stream whose reads fail with {@link SpoolException}; closing it leaves the spool open
   * @throws IndexOutOfBoundsException if that is not a part of the body
   */
  public InputStream open(long offset, long count) {
    Objects.checkFromIndexSize(offset, count, size);
    return new SpoolInputStream(this, offset, offset + count);
  }

  /**
   * Gives everything back; a second call does nothing. Giving back a long file may take a while:
   * not for event loops.
   */
  @Override
  public void close() {
    store.close();
  }

  /** Closes this spool on a worker thread of {@code context}; completes when that is done. */
  public Future<Void> close(Context context) {
    return context.executeBlocking(
        () -> {
          close();
          return null;
        },
        false);
  }

  /** Returns the piece with the byte at {@code position}, as an array of the caller's own. */
  byte[] pieceAt(long position) throws SpoolException {
    return store.read(position / PIECE_BYTES);
  }

  /** Returns whether {@link #pieceAt} touches no disk here. */
  boolean inMemory(long position) {
    return store.inMemory(position / PIECE_BYTES);
  }
}
