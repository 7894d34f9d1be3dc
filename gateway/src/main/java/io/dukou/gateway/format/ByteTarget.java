package io.dukou.gateway.format;

import java.io.IOException;
import java.io.OutputStream;

/** Collects small writes for a stream. One thread; {@link #flush} at the end is the caller's. */
final class ByteTarget {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;

  ByteTarget(OutputStream out) {
    this.out = out;
  }

  void write(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER_BYTES - used) {
      flush();
      if (bytes.length > BUFFER_BYTES) {
        out.write(bytes, 0, bytes.length);
        return;
      }
    }
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  void write(char ascii) throws IOException {
    if (used == BUFFER_BYTES) {
      flush();
    }
    buffer[used++] = (byte) ascii;
  }

  /** Hands everything to the stream, which is not flushed. */
  void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }
}
