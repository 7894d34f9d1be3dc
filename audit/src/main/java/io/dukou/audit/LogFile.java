package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link LogStorage}. Used by one thread at a time, but reads by any. */
public interface LogFile extends Closeable {

  /** Returns the length in bytes. */
  long size() throws IOException;

  /**
   * Reads from a position until the buffer is full or the file ends.
   *
   * @return the number of bytes read, less than asked only at the end of the file
   */
  int read(long position, ByteBuffer target) throws IOException;

  /** Writes the whole buffer at a position; not durable until {@link #sync}. */
  void write(long position, ByteBuffer source) throws IOException;

  /** Shortens the file; not durable until {@link #sync}. */
  void truncate(long size) throws IOException;

  /**
   * Makes content and length durable. When it fails, what is durable is unknown, and a later call
   * that succeeds proves nothing about earlier writes.
   */
  void sync() throws IOException;

  /**
   * Makes content and length durable no later than whatever is synced next, in the log or among the
   * domestic parts. A home in which both become durable in one step need do nothing yet; any other
   * syncs now. Until the next sync nothing may rest on it.
   */
  default void syncWithNext() throws IOException {
    sync();
  }

  @Override
  void close() throws IOException;
}
