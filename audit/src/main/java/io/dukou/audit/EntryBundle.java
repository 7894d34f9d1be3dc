package io.dukou.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries behind one another, each behind its length as a big-endian uint16. */
final class EntryBundle {
  private EntryBundle() {}

  static byte[] encode(List<byte[]> entries) {
    ByteBuffer out = ByteBuffer.allocate(length(entries));
    entries.forEach(entry -> put(out, entry));
    return out.array();
  }

  /** Returns the bytes that entries take in a bundle. */
  static int length(List<byte[]> entries) {
    return entries.stream().mapToInt(entry -> Short.BYTES + entry.length).sum();
  }

  /** Writes one entry. */
  static void put(ByteBuffer out, byte[] entry) {
    if (entry.length > LeafRules.MAX_BYTES) {
      throw new IllegalArgumentException("entry of " + entry.length + " bytes");
    }
    out.putShort((short) entry.length).put(entry);
  }

  /**
   * Reads {@code count} entries from the front of the buffer.
   *
   * @throws MalformedException if there are fewer; the message names the first that is missing
   */
  static List<byte[]> take(ByteBuffer in, int count) {
    List<byte[]> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(in.getShort());
      if (length < 0 || length > in.remaining()) {
        throw new MalformedException("entry " + i + " of the bundle is cut off");
      }
      byte[] entry = new byte[length];
      in.get(entry);
      entries.add(entry);
    }
    return entries;
  }

  /**
   * Reads the first {@code count} entries of a bundle that has exactly {@code width}.
   *
   * @throws MalformedException if it has fewer or more
   */
  static List<byte[]> decode(byte[] bundle, int count, int width) {
    ByteBuffer in = ByteBuffer.wrap(bundle);
    List<byte[]> entries = take(in, width);
    if (in.hasRemaining()) {
      throw new MalformedException("bundle has bytes behind its " + width + " entries");
    }
    return entries.subList(0, count);
  }
}
