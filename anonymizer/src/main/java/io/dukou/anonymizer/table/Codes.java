package io.dukou.anonymizer.table;

import java.nio.ByteBuffer;
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

  /** Writes the codes of {@code count} rows from {@code row} to the start of {@code target}. */
  abstract void copyTo(int row, int count, int[] target);

  /** Replaces each of the first {@code count} entries, which are rows, by the code of the row. */
  abstract void replaceRows(int[] rows, int count);

  /** Adds every code, most significant byte first, to {@code digest}. */
  abstract void addCodesTo(MessageDigest digest);

  /** Adds the width and every code, most significant byte first, to {@code digest}. */
  final void addTo(MessageDigest digest) {
    digest.update((byte) width());
    addCodesTo(digest);
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
    void copyTo(int row, int count, int[] target) {
      for (int i = 0; i < count; i++) {
        target[i] = codes[row + i] & 0xFF;
      }
    }

    @Override
    void replaceRows(int[] rows, int count) {
      for (int i = 0; i < count; i++) {
        rows[i] = codes[rows[i]] & 0xFF;
      }
    }

    @Override
    void addCodesTo(MessageDigest digest) {
      digest.update(codes);
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
    void copyTo(int row, int count, int[] target) {
      for (int i = 0; i < count; i++) {
        target[i] = codes[row + i];
      }
    }

    @Override
    void replaceRows(int[] rows, int count) {
      for (int i = 0; i < count; i++) {
        rows[i] = codes[rows[i]];
      }
    }

    @Override
    void addCodesTo(MessageDigest digest) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK * width());
      for (int row = 0, count; row < codes.length; row += count) {
        count = Math.min(CHUNK, codes.length - row);
        chunk.asCharBuffer().put(codes, row, count);
        digest.update(chunk.array(), 0, count * width());
      }
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
    void copyTo(int row, int count, int[] target) {
      for (int i = 0; i < count; i++) {
        target[i] = codes[row + i];
      }
    }

    @Override
    void replaceRows(int[] rows, int count) {
      for (int i = 0; i < count; i++) {
        rows[i] = codes[rows[i]];
      }
    }

    @Override
    void addCodesTo(MessageDigest digest) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK * width());
      for (int row = 0, count; row < codes.length; row += count) {
        count = Math.min(CHUNK, codes.length - row);
        chunk.asIntBuffer().put(codes, row, count);
        digest.update(chunk.array(), 0, count * width());
      }
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
