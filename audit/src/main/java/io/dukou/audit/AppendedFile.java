package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file that is only ever appended to, with room of zeros behind its end.
 *
 * <p>Where the storage {@linkplain LogStorage#gainsFromRoom gains from it}, an append that finds no
 * room left writes zeros behind itself, about as many as the file is long and at most 4 MiB. What
 * is appended after that changes neither the length of the file nor where its blocks lie, so a sync
 * writes the bytes alone and waits for no journal of the file system, in which the files of tiles
 * are written too. Readers must take zeros for the end, and whoever opens the file to append cuts
 * them off.
 *
 * <p>For one thread. After a failure it must not be used again, but closed.
 */
final class AppendedFile implements Closeable {
  private static final int LEAST_ROOM = 64 << 10;
  private static final int MOST_ROOM = 4 << 20;
  private static final int PIECE = 256 << 10;

  private final LogFile file;
  private final boolean hasRoom;
  private long end;
  private long written;

  /**
   * Takes a file over.
   *
   * @param end where to append; what the file has behind it are zeros
   */
  AppendedFile(LogStorage storage, LogFile file, long end) throws IOException {
    this.file = file;
    this.hasRoom = storage.gainsFromRoom();
    this.end = end;
    this.written = hasRoom ? file.size() : end;
  }

  /** Writes bytes at the end; not durable until a sync. */
  void append(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    file.write(end, bytes);
    end += length;
    if (end > written) {
      written = end;
      if (hasRoom) {
        writeRoom(Math.min(MOST_ROOM, Math.max(LEAST_ROOM, end)));
      }
    }
  }

  private void writeRoom(long room) throws IOException {
    byte[] zeros = new byte[(int) Math.min(PIECE, room)];
    for (long left = room; left > 0; left -= zeros.length) {
      int length = (int) Math.min(left, zeros.length);
      file.write(written, ByteBuffer.wrap(zeros, 0, length));
      written += length;
    }
  }

  /** Returns where the next append goes: the bytes appended so far. */
  long end() {
    return end;
  }

  /** Makes what was appended durable. */
  void sync() throws IOException {
    file.sync();
  }

  /** Makes what was appended durable no later than what is synced next. */
  void syncWithNext() throws IOException {
    file.syncWithNext();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Tells whether bytes are zero from a position on. */
  static boolean isRoom(byte[] bytes, int from) {
    return roomStart(bytes) <= from;
  }

  /** Returns the position behind the last byte that is not zero. */
  static int roomStart(byte[] bytes) {
    int start = bytes.length;
    while (start > 0 && bytes[start - 1] == 0) {
      start--;
    }
    return start;
  }

  /** Tells whether a file is zero from a position on. */
  static boolean isRoom(LogFile file, long from) throws IOException {
    byte[] piece = new byte[PIECE];
    int count = file.read(from, ByteBuffer.wrap(piece));
    for (long at = from; count > 0; count = file.read(at, ByteBuffer.wrap(piece))) {
      if (!isRoom(count == piece.length ? piece : Arrays.copyOf(piece, count), 0)) {
        return false;
      }
      at += count;
    }
    return true;
  }
}
