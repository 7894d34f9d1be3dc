package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * Gives equal keys equal numbers, counted from 0 in the order of first occurrence.
 *
 * <p>Keys are from 0 to {@code Long.MAX_VALUE}. Open addressing with linear probing. Not
 * thread-safe.
 */
final class DenseIds {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private long[] keys;
  private int[] ids;
  private int[] usedSlots;
  private int shift;
  private int size;

  /** Creates a set with room for about {@code expected} keys. */
  DenseIds(int expected) {
    allocate(Math.max(16, Integer.highestOneBit(Math.max(1, Math.min(expected, 1 << 28))) << 2));
    usedSlots = new int[keys.length / 2];
  }

  private void allocate(int slots) {
    keys = new long[slots];
    ids = new int[slots];
    shift = Long.numberOfLeadingZeros(slots) + 1;
  }

  /** Returns the number of keys. */
  int size() {
    return size;
  }

  /** Returns the number of {@code key}; {@link #size} grows if it is new. */
  int idOf(long key) {
    long stored = key + 1;
    int slot = slotOf(stored);
    long found = keys[slot];
    while (found != stored) {
      if (found == 0) {
        return insert(stored, slot);
      }
      slot = (slot + 1) & (keys.length - 1);
      found = keys[slot];
    }
    return ids[slot];
  }

  private int slotOf(long stored) {
    long mixed = (stored ^ (stored >>> 29)) * FACTOR;
    return (int) (((mixed ^ (mixed >>> 32)) * FACTOR) >>> shift);
  }

  private int insert(long stored, int slot) {
    if (size == usedSlots.length) {
      grow();
      return idOf(stored - 1);
    }
    keys[slot] = stored;
    ids[slot] = size;
    usedSlots[size] = slot;
    return size++;
  }

  private void grow() {
    long[] ordered = new long[size];
    for (int id = 0; id < size; id++) {
      ordered[id] = keys[usedSlots[id]];
    }
    allocate(keys.length * 2);
    usedSlots = Arrays.copyOf(usedSlots, keys.length / 2);
    size = 0;
    for (long stored : ordered) {
      idOf(stored - 1);
    }
  }
}
