package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Takes a body once, then becomes the {@link Spool} that gives it back.
 *
 * <p>Worker threads only, one at a time. Order: any number of {@code write}, then {@link #finish}
 * or nothing, then {@link #close}. After the first failure everything written is gone and every
 * further call fails as {@link Reason#CLOSED}. {@code close} before {@code finish} throws the body
 * away; after it, it does nothing, so a try-with-resources block around both is right.
 */
public final class SpoolWriter extends OutputStream {
  private static final int FIRST_CAPACITY = 1024;

  private final SpoolStore store;
  private final long memoryLimit;
  private final long sizeLimit;

  private byte[] piece = new byte[FIRST_CAPACITY];
  private int filled;
  private long size;
  private boolean inMemory = true;
  private boolean finished;
  private boolean closed;

  SpoolWriter(SpoolStore store, long memoryLimit, long sizeLimit) {
    this.store = store;
    this.memoryLimit = memoryLimit;
    this.sizeLimit = sizeLimit;
  }

  /**
   * Adds all of {@code bytes} to the body.
   *
   * @throws SpoolException TOO_LARGE, QUOTA, STORAGE or CLOSED
   */
  @Override
  public void write(byte[] bytes) throws SpoolException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(int value) throws SpoolException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /**
   * Adds bytes to the body.
   *
   * @throws SpoolException TOO_LARGE, QUOTA, STORAGE or CLOSED
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws SpoolException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireOpen();
    try {
      reserve(length);
      append(bytes, offset, length);
    } catch (SpoolException e) {
      close();
      throw e;
    }
  }

  /** Returns how many bytes were written. */
  public long size() {
    return size;
  }

  /**
   * Ends the body.
   *
   * @return the readable spool, which the caller closes
   * @throws SpoolException STORAGE if the rest of it cannot be written, or CLOSED
   */
  public Spool finish() throws SpoolException {
    requireOpen();
    try {
      storeLast();
    } catch (SpoolException e) {
      close();
      throw e;
    }
    finished = true;
    forget();
    return new Spool(store, size);
  }

  /** Throws the body away, unless it is finished. */
  @Override
  public void close() {
    if (!finished && !closed) {
      closed = true;
      forget();
      store.close();
    }
  }

  /**
   * Returns whether {@code length} more bytes can be written, and the body then be finished,
   * without touching a disk. Takes the memory for them, so that the answer stays true.
   */
  boolean fitsMemory(int length) {
    long total = size + length;
    return inMemory
        && !closed
        && total <= Math.min(memoryLimit, sizeLimit)
        && store.reserveMemory(total);
  }

  private void requireOpen() throws SpoolException {
    if (closed || finished) {
      throw new SpoolException(Reason.CLOSED);
    }
  }

  private void reserve(int length) throws SpoolException {
    if (length > sizeLimit - size) {
      throw new SpoolException(Reason.TOO_LARGE);
    }
    store.reserve(length);
    if (inMemory && !fitsMemory(length)) {
      inMemory = false;
      store.trimMemory();
    }
  }

  /** Fills the piece; a full one is stored only when more follows, since it may be the last. */
  private void append(byte[] bytes, int offset, int length) throws SpoolException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filled == PIECE_BYTES) {
        storeFull();
      }
      int count = Math.min(end - from, PIECE_BYTES - filled);
      makeRoom(count);
      System.arraycopy(bytes, from, piece, filled, count);
      filled += count;
      from += count;
    }
    size += length;
  }

  private void makeRoom(int count) {
    if (filled + count > piece.length) {
      byte[] outgrown = piece;
      int doubled = Math.min(PIECE_BYTES, Math.max(filled + count, 2 * outgrown.length));
      piece = Arrays.copyOf(outgrown, doubled);
      Arrays.fill(outgrown, (byte) 0);
    }
  }

  private void storeFull() throws SpoolException {
    if (inMemory) {
      store.addToMemory(piece);
      piece = new byte[PIECE_BYTES];
    } else {
      store.addToFile(piece, filled, false);
    }
    filled = 0;
  }

  private void storeLast() throws SpoolException {
    if (filled == 0) {
      return;
    }
    if (inMemory) {
      store.addToMemory(Arrays.copyOf(piece, filled));
    } else {
      store.addToFile(piece, filled, true);
    }
  }

  private void forget() {
    Arrays.fill(piece, (byte) 0);
    piece = new byte[0];
    filled = 0;
  }
}
