package io.dukou.anonymizer.table;

import java.util.Arrays;

/** Collects the codes of a column, widening when a code no longer fits. Not thread-safe. */
final class CodesBuilder {
  private static final int FIRST_ROWS = 1_024;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private char[] chars = new char[0];
  private int[] ints = new int[0];
  private int width = Byte.BYTES;
  private int size;

  /** Starts without knowing how many codes there will be. */
  CodesBuilder() {
    this(FIRST_ROWS);
  }

  /** Starts with room for {@code rows} codes. */
  CodesBuilder(int rows) {
    this.bytes = new byte[rows];
  }

  /** Appends a code. */
  void add(int code) {
    if (width == Byte.BYTES && code <= 0xFF) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, room(size));
      }
      bytes[size++] = (byte) code;
    } else {
      addWide(code);
    }
  }

  private void addWide(int code) {
    if (width < Character.BYTES) {
      toChars();
    }
    if (width == Character.BYTES && code > 0xFFFF) {
      toInts();
    }
    if (width == Character.BYTES) {
      if (size == chars.length) {
        chars = Arrays.copyOf(chars, room(size));
      }
      chars[size++] = (char) code;
    } else {
      if (size == ints.length) {
        ints = Arrays.copyOf(ints, room(size));
      }
      ints[size++] = code;
    }
  }

  private void toChars() {
    chars = new char[bytes.length];
    for (int row = 0; row < size; row++) {
      chars[row] = (char) (bytes[row] & 0xFF);
    }
    bytes = new byte[0];
    width = Character.BYTES;
  }

  private void toInts() {
    ints = new int[chars.length];
    for (int row = 0; row < size; row++) {
      ints[row] = chars[row];
    }
    chars = new char[0];
    width = Integer.BYTES;
  }

  private static int room(int size) {
    return (int) Math.min(size + (size >> 1) + 1L, LARGEST_ARRAY);
  }

  /** Returns the number of codes so far. */
  int size() {
    return size;
  }

  /** Returns the codes; this builder must not be used afterwards. */
  Codes build() {
    return switch (width) {
      case Byte.BYTES ->
          new Codes.OneByte(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
      case Character.BYTES ->
          new Codes.TwoBytes(size == chars.length ? chars : Arrays.copyOf(chars, size));
      default -> new Codes.FourBytes(size == ints.length ? ints : Arrays.copyOf(ints, size));
    };
  }
}
