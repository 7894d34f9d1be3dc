package io.dukou.anonymizer.table;

import java.security.MessageDigest;

/** The codes of a column, in the narrowest of one, two or four bytes. Immutable. */
abstract sealed class Codes permits Codes.OneByte, Codes.TwoBytes, Codes.FourBytes {
  /** Rows that are turned into bytes at a time for a digest. */
  private static final int CHUNK = 4_096;

  /** Returns the code in {@code row}. */
  abstract int get(int row);

  /** Returns the number of rows. */
  abstract int size();

  /** Returns the bytes a code takes. */
  abstract int width();

  /** Writes the codes of the rows from {@code row} into {@code target}, as many as it holds. */
  final void copyTo(int row, int[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = get(row + i);
    }
  }

  /** Adds the width and every code, most significant byte first, to {@code digest}. */
  final void addTo(MessageDigest digest) {
    int width = width();
    digest.update((byte) width);
    byte[] chunk = new byte[CHUNK * width];
    for (int row = 0; row < size(); ) {
      int used = 0;
      for (int end = Math.min(size(), row + CHUNK); row < end; row++) {
        int code = get(row);
        for (int shift = (width - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
          chunk[used++] = (byte) (code >>> shift);
        }
      }
      digest.update(chunk, 0, used);
    }
  }

  /** Codes from 0 to 255. */
  static final class OneByte extends Codes {
    private final byte[] codes;

    OneByte(byte[] codes) {
      this.codes = codes;
    }

    @Override
    int get(int row) {
      return codes[row] & 0xFF;
    }

    @Override
    int size() {
      return codes.length;
    }

    @Override
    int width() {
      return Byte.BYTES;
    }
  }

  /** Codes from 0 to 65,535. */
  static final class TwoBytes extends Codes {
    private final char[] codes;

    TwoBytes(char[] codes) {
      this.codes = codes;
    }

    @Override
    int get(int row) {
      return codes[row];
    }

    @Override
    int size() {
      return codes.length;
    }

    @Override
    int width() {
      return Character.BYTES;
    }
  }

  /** Any code. */
  static final class FourBytes extends Codes {
    private final int[] codes;

    FourBytes(int[] codes) {
      this.codes = codes;
    }

    @Override
    int get(int row) {
      return codes[row];
    }

    @Override
    int size() {
      return codes.length;
    }

    @Override
    int width() {
      return Integer.BYTES;
    }
  }
}
