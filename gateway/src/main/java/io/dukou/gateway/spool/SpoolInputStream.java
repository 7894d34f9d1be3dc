package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/** Reads a part of a spool, one piece at a time; holds one piece and zeroes it when it is done. */
final class SpoolInputStream extends InputStream {
  private static final byte[] NONE = {};

  private final Spool spool;
  private final long end;

  private long position;
  private byte[] piece = NONE;
  private boolean closed;

  SpoolInputStream(Spool spool, long position, long end) {
    this.spool = spool;
    this.position = position;
    this.end = end;
  }

  @Override
  public int read() throws SpoolException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws SpoolException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new SpoolException(Reason.CLOSED);
    }
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int from = (int) (position % PIECE_BYTES);
    if (piece.length == 0) {
      piece = spool.pieceAt(position);
    }
    int count = (int) Math.min(Math.min(length, piece.length - from), end - position);
    System.arraycopy(piece, from, target, offset, count);
    position += count;
    if (from + count == piece.length) {
      forget();
    }
    return count;
  }

  @Override
  public int available() {
    return closed ? 0 : (int) Math.min(PIECE_BYTES, end - position);
  }

  @Override
  public void close() {
    closed = true;
    forget();
  }

  private void forget() {
    Arrays.fill(piece, (byte) 0);
    piece = NONE;
  }
}
