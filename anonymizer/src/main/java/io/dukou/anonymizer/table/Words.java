package io.dukou.anonymizer.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Bytes read eight at a time, the first byte lowest.
 *
 * <p>The hash is seeded anew in each process, so a table cannot be made up to collide. Nothing that
 * leaves this package depends on it. The fingerprint is not seeded.
 */
final class Words {
  /** Bytes that must be readable behind the last byte given to {@link #hash}. */
  static final int SLACK = Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SecureRandom().nextLong();
  private static final long FIRST_FACTOR = 0xa0761d6478bd642fL;
  private static final long SECOND_FACTOR = 0xe7037ed1a0b428dbL;

  private Words() {}

  /** Returns the eight bytes from {@code at}. */
  static long load(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Returns {@code word} with all but its first {@code length} bytes cleared, for 0 to 8. */
  static long head(long word, int length) {
    return length == Long.BYTES ? word : word & ((1L << (length << 3)) - 1);
  }

  /**
   * Returns a hash of the {@code length} bytes from {@code from}.
   *
   * @param bytes holds at least {@link #SLACK} bytes behind the last one hashed
   */
  static int hash(byte[] bytes, int from, int length) {
    long state = SEED ^ length;
    int at = from;
    int left = length;
    while (left > Long.BYTES) {
      state = fold(state ^ load(bytes, at), FIRST_FACTOR);
      at += Long.BYTES;
      left -= Long.BYTES;
    }
    long mixed = fold(state ^ head(load(bytes, at), left), SECOND_FACTOR);
    return (int) (mixed ^ (mixed >>> 32));
  }

  /** Returns the hash of at most eight bytes held in one word, equal to {@link #hash} of them. */
  static int hash(long word, int length) {
    long mixed = fold(SEED ^ length ^ word, SECOND_FACTOR);
    return (int) (mixed ^ (mixed >>> 32));
  }

  /**
   * Returns a 64-bit hash of the {@code length} bytes from {@code from} that is the same in every
   * process; nothing need be readable behind them.
   */
  static long fingerprint(byte[] bytes, int from, int length) {
    long state = fold(length + FIRST_FACTOR, SECOND_FACTOR);
    int at = from;
    for (int end = from + length; at < end; at += Long.BYTES) {
      long word = end - at >= Long.BYTES ? load(bytes, at) : tail(bytes, at, end);
      state = fold(state ^ word, FIRST_FACTOR);
    }
    return fold(state ^ SECOND_FACTOR, FIRST_FACTOR);
  }

  private static long tail(byte[] bytes, int from, int end) {
    long word = 0;
    for (int at = end - 1; at >= from; at--) {
      word = (word << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return word;
  }

  private static long fold(long value, long factor) {
    return Math.multiplyHigh(value, factor) ^ (value * factor);
  }
}
