package io.dukou.anonymizer.table;

import org.jspecify.annotations.Nullable;

/**
 * Tells text from other bytes, as RFC 3629 defines UTF-8: no overlong form, no surrogate, nothing
 * above U+10FFFF.
 */
final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;

  private Utf8() {}

  /**
   * Returns what is wrong with the {@code length} bytes from {@code from}, or null if they are text
   * without U+0000.
   */
  static @Nullable TableError faultIn(byte[] bytes, int from, int length) {
    int end = from + length;
    int at = from;
    while (at + Long.BYTES <= end && isPlain(Words.load(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < end) {
      if (bytes[at] == 0) {
        return TableError.NUL_CHARACTER;
      }
      int step = sequenceLength(bytes, at, end);
      if (step == 0) {
        return TableError.UNDECODABLE_BYTES;
      }
      at += step;
    }
    return null;
  }

  private static boolean isPlain(long word) {
    return ((word | (word - LOW_BITS)) & HIGH_BITS) == 0;
  }

  /** Returns the length of the sequence at {@code at}, or 0 if there is no valid one. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return isSecondAllowed(lead, bytes[at + 1] & 0xFF) ? length : 0;
  }

  /** Table 3-7 of the Unicode Standard: the four leads whose second byte is restricted. */
  private static boolean isSecondAllowed(int lead, int second) {
    return switch (lead) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second <= 0x9F;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second <= 0x8F;
      default -> true;
    };
  }
}
