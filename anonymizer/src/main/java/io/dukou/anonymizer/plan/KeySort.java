package io.dukou.anonymizer.plan;

/** Sorts keys that are not negative by radix: as many passes as their bits need. */
final class KeySort {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private KeySort() {}

  /** Returns the places of the first {@code count} keys in ascending order of the keys. */
  static int[] sort(long[] keys, int count) {
    long all = 0;
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
      all |= keys[i];
    }
    int[] spare = new int[count];
    for (int shift = 0; shift < Long.SIZE && all >>> shift != 0; shift += DIGIT_BITS) {
      pass(keys, shift, order, spare);
      int[] sorted = spare;
      spare = order;
      order = sorted;
    }
    return order;
  }

  private static void pass(long[] keys, int shift, int[] order, int[] sorted) {
    int[] starts = new int[DIGITS + 1];
    for (int place : order) {
      starts[((int) (keys[place] >>> shift) & (DIGITS - 1)) + 1]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] += starts[digit];
    }
    for (int place : order) {
      sorted[starts[(int) (keys[place] >>> shift) & (DIGITS - 1)]++] = place;
    }
  }
}
