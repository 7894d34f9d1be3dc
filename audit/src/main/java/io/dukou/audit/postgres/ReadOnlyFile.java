package io.dukou.audit.postgres;

import io.dukou.audit.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file as it was when it was opened. A small one is held in memory, so that it can still be read
 * when it was replaced meanwhile; a large one that was removed cannot, nor can domestic records,
 * whose files are never replaced and are opened for one record among thousands. Of these what is
 * read is fetched with some of what follows it. Any thread.
 */
final class ReadOnlyFile implements LogFile {
  private static final int HELD_BYTES = 4 << 20;
  private static final int AHEAD_BYTES = 64 << 10;
  private static final String DOMESTIC_SUFFIX = ".dkd";

  private final Reader reader;
  private final Place place;
  private final Reader.Opened file;
  private byte[] ahead = {};
  private long aheadAt;

  private ReadOnlyFile(Reader reader, Place place, Reader.Opened file) {
    this.reader = reader;
    this.place = place;
    this.file = file;
  }

  static LogFile open(Reader reader, Place place) throws IOException {
    return new ReadOnlyFile(reader, place, reader.open(place, held(place)));
  }

  private static int held(Place place) {
    return place.name().endsWith(DOMESTIC_SUFFIX) ? 0 : HELD_BYTES;
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    byte[] content = file.content();
    if (content == null) {
      return readAhead(position, target);
    }
    int from = (int) Math.min(position, content.length);
    int count = Math.min(target.remaining(), content.length - from);
    target.put(content, from, count);
    return count;
  }

  private synchronized int readAhead(long position, ByteBuffer target) throws IOException {
    int wanted = (int) Math.max(0, Math.min(target.remaining(), file.size() - position));
    if (wanted == 0) {
      return 0;
    }
    if (wanted >= AHEAD_BYTES) {
      return reader.read(file, place, position, target);
    }
    if (position < aheadAt || position + wanted > aheadAt + ahead.length) {
      ByteBuffer next = ByteBuffer.allocate((int) Math.min(AHEAD_BYTES, file.size() - position));
      int count = reader.read(file, place, position, next);
      ahead = Arrays.copyOf(next.array(), count);
      aheadAt = position;
    }
    target.put(ahead, (int) (position - aheadAt), wanted);
    return wanted;
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
