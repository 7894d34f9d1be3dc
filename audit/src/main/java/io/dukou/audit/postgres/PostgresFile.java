package io.dukou.audit.postgres;

import io.dukou.audit.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file open for reading and writing, found by its name at each call: it must not be renamed or
 * removed while it is open. Reading it first commits what is gathered.
 */
final class PostgresFile implements LogFile {
  /** A row holds at most so much, so that reading a part does not take the whole. */
  private static final int EXTENT_BYTES = 1 << 20;

  private final Reader reader;
  private final Writer writer;
  private final Place place;

  PostgresFile(Reader reader, Writer writer, Place place) {
    this.reader = reader;
    this.writer = writer;
    this.place = place;
  }

  @Override
  public long size() throws IOException {
    return opened().size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return reader.read(opened(), place, position, target);
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      byte[] content = new byte[Math.min(source.remaining(), EXTENT_BYTES)];
      source.get(content);
      writer.add(Operation.write(place, at, content));
      at += content.length;
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    writer.add(Operation.truncate(place, size));
  }

  @Override
  public void sync() throws IOException {
    writer.commit();
  }

  /** Leaves it to the next commit, if that is one of both roots: it applies all in their order. */
  @Override
  public void syncWithNext() throws IOException {
    if (!writer.writesBoth()) {
      writer.commit();
    }
  }

  @Override
  public void close() {}

  private Reader.Opened opened() throws IOException {
    writer.commit();
    return reader.open(place, 0);
  }
}
