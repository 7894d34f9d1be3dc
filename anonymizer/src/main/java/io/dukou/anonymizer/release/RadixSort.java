package io.dukou.anonymizer.release;

/**
 * Sorts by 64-bit keys in time linear in their number.
 *
 * <p>Least significant digit first, 11 bits a pass; a pass in which all keys have the same digit is
 * left out.
 */
final class RadixSort {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int PASSES = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

  private RadixSort() {}

  /**
   * Returns the indices of {@code keys} such that the keys rise, as unsigned numbers; indices of
   * equal keys rise.
   */
  static int[] order(long[] keys) {
    return order(keys, 0);
  }

  /**
   * Returns the indices of {@code keys} such that their highest 31 bits rise; indices of keys that
   * agree in them rise. Half the work of {@link #order}, and nearly the same for random keys.
   */
  static int[] orderByHighBits(long[] keys) {
    return order(keys, PASSES / 2);
  }

  private static int[] order(long[] keys, int firstPass) {
    int[][] counts = counts(keys);
    long[] from = keys.clone();
    long[] to = new long[keys.length];
    int[] order = new int[keys.length];
    int[] next = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int pass = firstPass; pass < PASSES; pass++) {
      if (!startsFrom(counts[pass], keys.length)) {
        continue;
      }
      int[] place = counts[pass];
      int shift = pass * DIGIT_BITS;
      for (int i = 0; i < from.length; i++) {
        int target = place[digit(from[i], shift)]++;
        to[target] = from[i];
        next[target] = order[i];
      }
      long[] keysSwapped = from;
      from = to;
      to = keysSwapped;
      int[] orderSwapped = order;
      order = next;
      next = orderSwapped;
    }
    return order;
  }

  private static int[][] counts(long[] keys) {
    int[][] counts = new int[PASSES][DIGITS];
    for (long key : keys) {
      for (int pass = 0; pass < PASSES; pass++) {
        counts[pass][digit(key, pass * DIGIT_BITS)]++;
      }
    }
    return counts;
  }

  /** Turns counts into starting places; returns false when all keys have the same digit. */
  private static boolean startsFrom(int[] counts, int total) {
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = counts[digit];
      if (count == total) {
        return false;
      }
      counts[digit] = start;
      start += count;
    }
    return true;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (DIGITS - 1);
  }
}
