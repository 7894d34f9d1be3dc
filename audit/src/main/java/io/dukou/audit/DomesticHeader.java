package io.dukou.audit;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each sealed record in a domestic segment.
 *
 * <p>Bytes, all numbers big-endian: magic "DKD1" | uint64 index | uint64 size of the log when the
 * record was written | uint32 length of the sealed record | CRC-32C of the sealed record | CRC-32C
 * of all before | state (one byte, see {@link State}). The state is outside the checksum, so that
 * erasing is the writing of one byte.
 *
 * @param index the entry it belongs to
 * @param durable entries that were durable in the log when it was written
 * @param length bytes of the sealed record
 * @param checksum CRC-32C of the sealed record
 * @param state what became of the sealed record
 */
record DomesticHeader(long index, long durable, int length, int checksum, State state) {
  static final int BYTES = 33;

  /** Where the state byte is. */
  static final int STATE_OFFSET = 32;

  private static final int MAGIC = 0x444b4431;
  private static final int CHECKED_BYTES = 28;

  /** What became of a record; no bit that flips makes one of another. */
  enum State {
    /** It is in force. */
    LIVE(0),
    /** It was overwritten, and what is left of it is in a {@linkplain DomesticRest file}. */
    REPLACED(0x0f),
    /** It was overwritten, and nothing of it is left. */
    ERASED(0xff);

    private final byte code;

    State(int code) {
      this.code = (byte) code;
    }

    /** Returns the byte that stands for it. */
    ByteBuffer bytes() {
      return ByteBuffer.wrap(new byte[] {code});
    }

    private static @Nullable State of(byte code) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      return null;
    }
  }

  void write(ByteBuffer out) {
    int start = out.position();
    out.putInt(MAGIC).putLong(index).putLong(durable).putInt(length).putInt(checksum);
    out.putInt(checksum(out.array(), out.arrayOffset() + start, CHECKED_BYTES));
    out.put(state.code);
  }

  /** Reads a header, or returns null if there is none whole. */
  static @Nullable DomesticHeader read(byte[] bytes) {
    if (bytes.length < BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int magic = in.getInt();
    long index = in.getLong();
    long durable = in.getLong();
    int length = in.getInt();
    int checksum = in.getInt();
    boolean whole =
        magic == MAGIC
            && in.getInt() == checksum(bytes, 0, CHECKED_BYTES)
            && length >= 0
            && index >= durable;
    State state = State.of(in.get());
    return whole && state != null
        ? new DomesticHeader(index, durable, length, checksum, state)
        : null;
  }

  /** Tells whether the sealed record is in force. */
  boolean live() {
    return state == State.LIVE;
  }

  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, offset, length);
    return (int) sum.getValue();
  }
}
