package io.dukou.audit;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads what a journal holds beyond the published tree.
 *
 * <p>Tiles cover the entries below {@code published}, so frames below it do not matter and segments
 * wholly below it are not even read: a power cut may have brought back any of them. Beyond it
 * frames must follow one another without a gap. Zeros at the end of a segment are {@linkplain
 * AppendedFile room}. Other bytes at the end of the last segment that are no whole frame are a torn
 * batch that was never acknowledged, unless something whole comes behind them.
 */
final class JournalReader {
  private static final String REMEDY =
      "restore the directory from a copy; acknowledged entries are missing, and a log must not go"
          + " on without them";

  private final LogStorage storage;
  private final long published;
  private long next;

  /** Reads a journal next to tiles that cover {@code published} entries. */
  JournalReader(LogStorage storage, long published) {
    this.storage = storage;
    this.published = published;
    this.next = published;
  }

  /**
   * Hands the frames beyond the published tree, in order, to a reader.
   *
   * @throws LogDamagedException if a frame is missing or garbled that was durable once
   */
  void read(Consumer<JournalFrame> reader) throws IOException {
    List<Long> segments = segments(storage);
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      if (last || segments.get(i + 1) > published) {
        readSegment(segments.get(i), last, reader);
      }
    }
  }

  /** Returns the first indices of the segments there are, in order. */
  static List<Long> segments(LogStorage storage) throws IOException {
    return storage.list(Journal.DIRECTORY).stream()
        .map(Journal::firstIndex)
        .filter(first -> first >= 0)
        .sorted()
        .toList();
  }

  private void readSegment(long first, boolean last, Consumer<JournalFrame> reader)
      throws IOException {
    String path = Journal.path(first);
    byte[] segment = StorageFiles.readAll(storage, path);
    long expected = first;
    int position = 0;
    for (JournalFrame frame = JournalFrame.read(segment, 0); frame != null; ) {
      if (frame.start() != expected) {
        throw damaged(path, "a frame starts at " + frame.start() + " instead of " + expected);
      }
      expected = frame.end();
      deliver(frame, path, reader);
      position += JournalFrame.wholeLength(segment, position);
      frame = JournalFrame.read(segment, position);
    }
    if (!AppendedFile.isRoom(segment, position)) {
      checkTornTail(path, segment, position, last && expected >= published);
    }
  }

  private void deliver(JournalFrame frame, String path, Consumer<JournalFrame> reader) {
    if (frame.end() <= published) {
      return;
    }
    if (frame.start() != next) {
      throw damaged(path, "holds entries from " + frame.start() + " on, but not entry " + next);
    }
    next = frame.end();
    reader.accept(frame);
  }

  private void checkTornTail(String path, byte[] segment, int position, boolean mayBeTorn) {
    if (!mayBeTorn) {
      throw damaged(path, "garbled at byte " + position);
    }
    int end = AppendedFile.roomStart(segment);
    for (int later = position + 1; later < end; later++) {
      if (JournalFrame.wholeLength(segment, later) >= 0) {
        throw damaged(path, "garbled at byte " + position + ", with a whole frame behind it");
      }
    }
  }

  private LogDamagedException damaged(String path, String problem) {
    return new LogDamagedException(storage.describe(path), problem, REMEDY);
  }
}
