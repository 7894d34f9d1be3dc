package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * Gives equal keys of one or more words equal numbers, counted from 0 in the order of first
 * occurrence. Words are not negative. Not thread-safe.
 */
final class LongTupleIds {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final int words;
  private long[] keys;
  private int[] slots = new int[1 << 12];
  private int size;

  /** Prepares for keys of {@code words} words. */
  LongTupleIds(int words) {
    this.words = words;
    this.keys = new long[words << 10];
  }

  /** Returns the number of different keys. */
  int size() {
    return size;
  }

  /** Returns the keys in the order of their numbers; longer than needed. */
  long[] keys() {
    return keys;
  }

  /** Returns the number of the key whose words begin at {@code start}. */
  int idOf(long[] key, int start) {
    int slot = slotOf(key, start);
    for (int found = slots[slot]; found != 0; found = slots[slot]) {
      if (isSame(key, start, found - 1)) {
        return found - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if ((size + 1) * words > keys.length) {
      keys = Arrays.copyOf(keys, (int) Math.min(2L * keys.length, Integer.MAX_VALUE - 8));
    }
    System.arraycopy(key, start, keys, size * words, words);
    slots[slot] = ++size;
    if (size > slots.length / 2) {
      rehash();
    }
    return size - 1;
  }

  private boolean isSame(long[] key, int start, int id) {
    for (int word = 0; word < words; word++) {
      if (keys[id * words + word] != key[start + word]) {
        return false;
      }
    }
    return true;
  }

  private int slotOf(long[] from, int start) {
    long hash = 0;
    for (int word = 0; word < words; word++) {
      long mixed = hash ^ from[start + word];
      hash = (mixed ^ (mixed >>> 29)) * FACTOR;
    }
    return (int) (hash >>> (Long.numberOfLeadingZeros(slots.length) + 1));
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      int slot = slotOf(keys, id * words);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = id + 1;
    }
  }
}
