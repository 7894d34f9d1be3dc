package io.dukou.gateway.spool;

import java.io.IOException;
import java.util.Arrays;

/** A piece file that a test can read, damage and make fail. */
final class MemoryFile implements PieceFile {
  /** Bytes of a sealed piece that is not the last. */
  static final int SEALED = PieceCipher.PIECE_BYTES + PieceCipher.TAG_BYTES;

  volatile byte[] bytes = {};
  volatile boolean failsToWrite;
  volatile boolean failsToRead;
  int closed;

  @Override
  public void write(long position, byte[] added) throws IOException {
    if (failsToWrite) {
      throw new IOException("no space left on device");
    }
    int end = (int) position + added.length;
    byte[] grown = Arrays.copyOf(bytes, Math.max(bytes.length, end));
    System.arraycopy(added, 0, grown, (int) position, added.length);
    bytes = grown;
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    if (failsToRead) {
      throw new IOException("input/output error");
    }
    int from = (int) Math.min(position, bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
  }

  @Override
  public void close() {
    closed++;
  }

  /** Returns the sealed piece {@code index}. */
  byte[] piece(int index) {
    int from = index * SEALED;
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SEALED));
  }

  /** Puts {@code sealed} where piece {@code index} lies. */
  void replace(int index, byte[] sealed) {
    System.arraycopy(sealed, 0, bytes, index * SEALED, sealed.length);
  }
}
