package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The file that makes a batch durable with one sync. Tiles are written from it later, and a segment
 * is removed once all its entries lie in durable tiles.
 *
 * <p>A frame is written only after the one before it is durable, so at most the last frame of the
 * last segment can be torn by a power cut, and a torn frame was never acknowledged.
 *
 * <p>{@link #append} is for one thread; {@link #dropBelow} may be called by another meanwhile.
 */
final class Journal implements Closeable {
  /** Where segments lie, each named by the index of its first entry. */
  static final String DIRECTORY = "journal";

  private static final String SUFFIX = ".dkj";

  private final LogStorage storage;
  private final long segmentBytes;

  /** First index of each segment, oldest first; the last one is being written. */
  private final Deque<Long> segments = new ArrayDeque<>();

  private @Nullable AppendedFile active;

  /** Starts behind what is durable elsewhere; the directory must exist and hold no segment. */
  Journal(LogStorage storage, long segmentBytes) {
    this.storage = storage;
    this.segmentBytes = segmentBytes;
  }

  /** Writes a frame and makes it durable; after a failure the journal must not be used again. */
  void append(JournalFrame frame) throws IOException {
    AppendedFile file = active;
    boolean fresh = file == null || file.end() >= segmentBytes;
    if (file == null || fresh) {
      file = startSegment(frame.start());
    }
    file.append(ByteBuffer.wrap(frame.encode()));
    file.sync();
    if (fresh) {
      storage.syncDirectory(DIRECTORY);
    }
  }

  /** Removes segments whose entries all have an index below {@code size}. */
  void dropBelow(long size) throws IOException {
    for (Long oldest = unneeded(size); oldest != null; oldest = unneeded(size)) {
      storage.delete(path(oldest));
    }
  }

  @Override
  public void close() throws IOException {
    if (active != null) {
      active.close();
    }
  }

  static String path(long firstIndex) {
    return DIRECTORY + "/" + String.format("%016d", firstIndex) + SUFFIX;
  }

  /** Returns the first index in the name of a segment, or -1 if the name is not one's. */
  static long firstIndex(String name) {
    return name.matches("[0-9]{16}\\" + SUFFIX)
        ? Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))
        : -1;
  }

  private AppendedFile startSegment(long firstIndex) throws IOException {
    close();
    LogFile opened = storage.write(path(firstIndex));
    opened.truncate(0);
    AppendedFile file = new AppendedFile(storage, opened, 0);
    active = file;
    synchronized (segments) {
      segments.addLast(firstIndex);
    }
    return file;
  }

  /** Takes the oldest segment off the list if the next one starts at or below {@code size}. */
  private @Nullable Long unneeded(long size) {
    synchronized (segments) {
      if (segments.size() < 2) {
        return null;
      }
      Long oldest = segments.removeFirst();
      if (segments.getFirst() <= size) {
        return oldest;
      }
      segments.addFirst(oldest);
      return null;
    }
  }
}
