package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a domestic store and brings it in step with a log of a known size.
 *
 * <p>Records are durable before their entries, so after a crash there may be records without entry,
 * whole or torn, all of one batch: they were never acknowledged and are dropped. A record says how
 * many entries were durable when it was written. If that is more than the log now has, the log has
 * lost acknowledged entries, and opening is refused.
 */
final class DomesticRecovery {
  private static final String REMEDY =
      "restore the log and the domestic directory from copies that belong together";

  private final LogStorage storage;
  private final long size;
  private long expected;

  DomesticRecovery(LogStorage storage, long size) {
    this.storage = storage;
    this.size = size;
  }

  /** Tells the store of each record that stays, and drops the others durably. */
  void run(DomesticStore store) throws IOException {
    for (long segment : DomesticStore.segmentsIn(storage)) {
      String path = DomesticStore.path(segment);
      if (segment != expected) {
        throw damaged(path, "begins with record " + segment + ", not record " + expected);
      }
      try (LogFile file = storage.write(path)) {
        readSegment(file, segment, store);
      }
    }
    if (expected < size) {
      throw damaged("", "record " + expected + " is missing");
    }
    store.recoveredUpTo(size);
  }

  private void readSegment(LogFile file, long segment, DomesticStore store) throws IOException {
    String path = DomesticStore.path(segment);
    HeaderScan scan = new HeaderScan(file);
    long keep = 0;
    for (DomesticHeader header = scan.next(); header != null; header = scan.next()) {
      if (header.index() != expected) {
        throw damaged(path, "record " + header.index() + " where another belongs");
      }
      if (header.durable() > size) {
        throw damaged(path, "the log once had " + header.durable() + " entries, now " + size);
      }
      expected = header.index() + 1;
      if (header.index() < size) {
        store.recovered(segment, header, scan.position());
        finishErasure(file, header, scan.position());
        keep = scan.end();
      }
    }
    if (expected < size && !AppendedFile.isRoom(file, scan.end())) {
      throw damaged(path, "garbled at byte " + scan.end() + ", record " + expected);
    }
    if (keep < file.size()) {
      dropFrom(file, path, keep);
    }
  }

  /** Cuts off unacknowledged records; a segment of nothing else goes altogether. */
  private void dropFrom(LogFile file, String path, long keep) throws IOException {
    if (keep == 0) {
      storage.delete(path);
      storage.syncDirectory("");
    } else {
      file.truncate(keep);
      file.sync();
    }
  }

  private static void finishErasure(LogFile file, DomesticHeader header, long position)
      throws IOException {
    if (!header.live()) {
      byte[] sealed = new byte[header.length()];
      file.read(position + DomesticHeader.BYTES, ByteBuffer.wrap(sealed));
      for (byte b : sealed) {
        if (b != 0) {
          DomesticStore.wipe(file, position, header.length());
          return;
        }
      }
    }
  }

  private LogDamagedException damaged(String path, String problem) {
    return new LogDamagedException(storage.describe(path), problem, REMEDY);
  }

  /** Finds headers through a window that slides over the file; long records are skipped unread. */
  static final class HeaderScan {
    private static final int WINDOW_BYTES = 1 << 20;

    private final LogFile file;
    private final long length;
    private final byte[] window = new byte[WINDOW_BYTES];
    private long windowStart;
    private int windowLength;
    private long position;
    private long end;

    HeaderScan(LogFile file) throws IOException {
      this.file = file;
      this.length = file.size();
    }

    /** Returns the next header whose record is within the file, or null. */
    @Nullable DomesticHeader next() throws IOException {
      DomesticHeader header = DomesticHeader.read(bytesAt(end));
      if (header == null || end + DomesticHeader.BYTES + header.length() > length) {
        return null;
      }
      position = end;
      end = position + DomesticHeader.BYTES + header.length();
      return header;
    }

    /** Returns where the header returned last begins. */
    long position() {
      return position;
    }

    /** Returns where the record returned last ends. */
    long end() {
      return end;
    }

    private byte[] bytesAt(long start) throws IOException {
      int wanted = (int) Math.min(DomesticHeader.BYTES, length - start);
      if (start + wanted > windowStart + windowLength || start < windowStart) {
        windowStart = start;
        windowLength = file.read(start, ByteBuffer.wrap(window));
      }
      byte[] bytes = new byte[wanted];
      System.arraycopy(window, (int) (start - windowStart), bytes, 0, wanted);
      return bytes;
    }
  }
}
