package io.dukou.audit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One committed batch in the journal: consecutive entries and the checkpoint signed over them.
 *
 * <p>Bytes, all numbers big-endian:
 *
 * <pre>
 * magic "DKJ1" | uint64 start | uint32 count | uint32 body length | CRC-32C of the body
 * | CRC-32C of all before | body: count entries as in an entry bundle, then the checkpoint
 * </pre>
 *
 * <p>The checksums tell a torn frame from a whole one. Against tampering the checkpoint protects.
 *
 * @param start index of the first entry
 * @param entries the entries
 * @param checkpoint the signed note for size {@code start + entries.size()}
 */
record JournalFrame(long start, List<byte[]> entries, String checkpoint) {
  static final int MAGIC = 0x444b4a31;
  static final int HEADER_BYTES = 28;

  private static final int HEADER_CHECKED = 24;

  byte[] encode() {
    byte[] note = checkpoint.getBytes(StandardCharsets.UTF_8);
    int length = EntryBundle.length(entries) + note.length;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + length);
    out.position(HEADER_BYTES);
    entries.forEach(entry -> EntryBundle.put(out, entry));
    out.put(note);
    out.flip();
    out.putInt(MAGIC).putLong(start).putInt(entries.size()).putInt(length);
    out.putInt(checksum(out.array(), HEADER_BYTES, length));
    out.putInt(checksum(out.array(), 0, HEADER_CHECKED));
    return out.array();
  }

  /** Returns the index behind the last entry. */
  long end() {
    return start + entries.size();
  }

  /**
   * Reads the frame at a position of a segment.
   *
   * @return the frame, or null if there is no whole frame there
   */
  static @Nullable JournalFrame read(byte[] segment, int position) {
    int length = wholeLength(segment, position);
    if (length < 0) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(segment, position, length);
    in.getInt();
    long start = in.getLong();
    int count = in.getInt();
    in.position(position + HEADER_BYTES);
    try {
      List<byte[]> entries = EntryBundle.take(in, count);
      byte[] note = new byte[in.remaining()];
      in.get(note);
      return new JournalFrame(start, entries, StrictText.utf8(note, "journal: checkpoint"));
    } catch (BufferUnderflowException | MalformedException e) {
      return null;
    }
  }

  /** Returns the bytes of the whole frame at a position, or -1 if it is torn or none. */
  static int wholeLength(byte[] segment, int position) {
    if (segment.length - position < HEADER_BYTES) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(segment, position, HEADER_BYTES);
    int magic = header.getInt();
    long start = header.getLong();
    int count = header.getInt();
    int length = header.getInt();
    int bodySum = header.getInt();
    boolean whole =
        magic == MAGIC
            && header.getInt() == checksum(segment, position, HEADER_CHECKED)
            && start >= 0
            && count > 0
            && count <= length / Short.BYTES
            && length <= segment.length - position - HEADER_BYTES
            && bodySum == checksum(segment, position + HEADER_BYTES, length);
    return whole ? HEADER_BYTES + length : -1;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, offset, length);
    return (int) sum.getValue();
  }
}
