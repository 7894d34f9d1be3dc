package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * Gives equal multisets of numbers equal ids, counted from 0 in the order of first occurrence. Not
 * thread-safe.
 */
final class MultisetIds {
  private int[] members = new int[64];
  private int[] ends = new int[16];
  private int[] slots = new int[64];
  private int size;

  /** Returns the number of different multisets. */
  int size() {
    return size;
  }

  /** Forgets all multisets. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /** Returns the id of the multiset of the first {@code count} elements, which it sorts. */
  int idOf(int[] elements, int count) {
    Arrays.sort(elements, 0, count);
    int slot = hash(elements, 0, count) & (slots.length - 1);
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (Arrays.equals(members, start(id), ends[id], elements, 0, count)) {
        return id;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return insert(elements, count, slot);
  }

  /** Returns the elements of a multiset in ascending order. */
  int[] elements(int id) {
    return Arrays.copyOfRange(members, start(id), ends[id]);
  }

  /** Returns where the elements of each multiset start in {@link #members}, and the last end. */
  int[] starts() {
    int[] starts = new int[size + 1];
    System.arraycopy(ends, 0, starts, 1, size);
    return starts;
  }

  /** Returns the elements of all multisets, one behind the other, ascending within each. */
  int[] members() {
    return Arrays.copyOf(members, size == 0 ? 0 : ends[size - 1]);
  }

  private int start(int id) {
    return id == 0 ? 0 : ends[id - 1];
  }

  private int insert(int[] elements, int count, int slot) {
    int start = start(size);
    int end = Math.addExact(start, count);
    if (end > members.length) {
      members = Arrays.copyOf(members, (int) Math.min(2L * end, Integer.MAX_VALUE - 8));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    System.arraycopy(elements, 0, members, start, count);
    ends[size] = end;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      int slot = hash(members, start(id), ends[id]) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = id + 1;
    }
  }

  private static int hash(int[] elements, int from, int to) {
    long hash = (long) to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ elements[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ (hash >>> 32));
  }
}
