package io.dukou.audit.postgres;

import io.dukou.audit.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file as it was when it was opened. A small one is held in memory, so that it can still be read
 * when it was replaced meanwhile; a large one that was removed cannot.
 */
final class ReadOnlyFile implements LogFile {
  private static final int HELD_BYTES = 4 << 20;

  private final Reader reader;
  private final Place place;
  private final Reader.Opened file;

  private ReadOnlyFile(Reader reader, Place place, Reader.Opened file) {
    this.reader = reader;
    this.place = place;
    this.file = file;
  }

  static LogFile open(Reader reader, Place place) throws IOException {
    return new ReadOnlyFile(reader, place, reader.open(place, HELD_BYTES));
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    byte[] content = file.content();
    if (content == null) {
      return reader.read(file, place, position, target);
    }
    int from = (int) Math.min(position, content.length);
    int count = Math.min(target.remaining(), content.length - from);
    target.put(content, from, count);
    return count;
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    throw readOnly();
  }

  @Override
  public void truncate(long size) throws IOException {
    throw readOnly();
  }

  @Override
  public void sync() throws IOException {
    throw readOnly();
  }

  @Override
  public void close() {}

  private IOException readOnly() {
    return new IOException(place + ": opened for reading");
  }
}
