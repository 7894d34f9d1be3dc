package io.dukou.gateway.spool;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of sealed pieces, by position. Written by one thread, then read by any. */
interface PieceFile extends Closeable {
  /** Writes all of {@code bytes} at {@code position}. */
  void write(long position, byte[] bytes) throws IOException;

  /** Returns the {@code length} bytes at {@code position}, or fewer where the file ends early. */
  byte[] read(long position, int length) throws IOException;

  /** Gives the space back; a second call does nothing. */
  @Override
  void close() throws IOException;
}
