package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal byte strings equal codes, counted from 0 in the order of first occurrence.
 *
 * <p>An open-addressing table of codes; the first eight bytes of each value stand in an array of
 * their own, so that most look-ups touch no other bytes. Text is checked when a value is first
 * seen, and only then. Not thread-safe.
 */
final class DictionaryBuilder {
  private static final int FIRST_SLOTS = 64;
  private static final int LARGEST_BLOB = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[256];
  private int[] offsets = new int[FIRST_SLOTS / 2 + 1];
  private long[] heads = new long[FIRST_SLOTS / 2];
  private int[] hashes = new int[FIRST_SLOTS / 2];
  private int[] slots = new int[FIRST_SLOTS];
  private int size;
  private int missingCode = -1;

  /** The code found last: clinical tables repeat a value row after row. */
  private int last = -1;

  /** Returns the number of distinct values so far. */
  int size() {
    return size;
  }

  /** Returns the code of the empty value, or -1 if it has not been seen. */
  int missingCode() {
    return missingCode;
  }

  /**
   * Returns the code of the {@code length} bytes from {@code from}.
   *
   * @param source holds {@link Words#SLACK} readable bytes behind them
   * @throws TableException from {@code site} if a new value is no text
   */
  int intern(byte[] source, int from, int length, FaultSite site) {
    long word = Words.load(source, from);
    long head = length <= Long.BYTES ? Words.head(word, length) : word;
    if (last < 0 || heads[last] != head || !holds(last, source, from, length)) {
      int hash = length <= Long.BYTES ? Words.hash(head, length) : Words.hash(source, from, length);
      last = intern(head, hash, source, from, length, site);
    }
    return last;
  }

  private int intern(long head, int hash, byte[] source, int from, int length, FaultSite site) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int code = slots[slot] - 1; code >= 0; code = slots[slot] - 1) {
      if (heads[code] == head && holds(code, source, from, length)) {
        return code;
      }
      slot = (slot + 1) & mask;
    }
    return insert(head, hash, source, from, length, site);
  }

  /** Returns the code of a value, null being the empty one; {@code column} names the place. */
  int intern(@Nullable String value, String column) {
    byte[] text = value == null ? new byte[0] : value.getBytes(UTF_8);
    byte[] padded = Arrays.copyOf(text, text.length + Words.SLACK);
    return intern(
        padded, 0, text.length, error -> new TableException(error, "column " + column, 0, 0));
  }

  /** Adds a value of another dictionary that is not yet in this one, and returns its code. */
  int copy(Dictionary other, int code) {
    int length = other.length(code);
    byte[] padded =
        Arrays.copyOfRange(
            other.bytes(), other.offset(code), other.offset(code) + length + Words.SLACK);
    return intern(
        padded,
        0,
        length,
        error -> {
          throw new IllegalStateException("a dictionary holds only text");
        });
  }

  private boolean holds(int code, byte[] source, int from, int length) {
    int start = offsets[code];
    if (offsets[code + 1] - start != length) {
      return false;
    }
    if (length <= 2 * Long.BYTES) {
      return length <= Long.BYTES || endsAlike(start + length, source, from + length);
    }
    return Arrays.equals(
        bytes, start + Long.BYTES, start + length, source, from + Long.BYTES, from + length);
  }

  /** Compares the last eight bytes; the first eight are known to be equal. */
  private boolean endsAlike(int end, byte[] source, int sourceEnd) {
    return Words.load(bytes, end - Long.BYTES) == Words.load(source, sourceEnd - Long.BYTES);
  }

  private int insert(long head, int hash, byte[] source, int from, int length, FaultSite site) {
    TableError fault = Utf8.faultIn(source, from, length);
    if (fault != null) {
      throw site.fault(fault);
    }
    int start = offsets[size];
    if (length > LARGEST_BLOB - start) {
      throw site.fault(TableError.TOO_MANY_BYTES);
    }
    makeRoom(start + length);
    System.arraycopy(source, from, bytes, start, length);
    int code = size++;
    offsets[size] = start + length;
    heads[code] = head;
    hashes[code] = hash;
    if (length == 0) {
      missingCode = code;
    }
    occupy(code);
    return code;
  }

  private void makeRoom(int blobLength) {
    if (blobLength > bytes.length) {
      long doubled = Math.min(2L * blobLength, LARGEST_BLOB);
      bytes = Arrays.copyOf(bytes, (int) doubled);
    }
    if (size == hashes.length) {
      int room = (int) Math.min(size * 2L, LARGEST_BLOB);
      offsets = Arrays.copyOf(offsets, room + 1);
      heads = Arrays.copyOf(heads, room);
      hashes = Arrays.copyOf(hashes, room);
    }
    if (size * 2L >= slots.length && slots.length < 1 << 30) {
      slots = new int[slots.length * 2];
      for (int code = 0; code < size; code++) {
        occupy(code);
      }
    }
  }

  private void occupy(int code) {
    int mask = slots.length - 1;
    int slot = hashes[code] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = code + 1;
  }

  /** Returns the dictionary of what has been seen; this builder must not be used afterwards. */
  Dictionary build() {
    byte[] exact = Arrays.copyOf(bytes, offsets[size]);
    return new Dictionary(exact, Arrays.copyOf(offsets, size + 1), missingCode);
  }
}
