package io.dukou.anonymizer.release;

/**
 * Sorts words of 64 bits by their upper halves in time linear in their number.
 *
 * <p>The lower half is for what belongs to the key, such as an index, so that a single array is
 * moved. Least significant digit first, 11 bits a pass; a pass in which all keys have the same
 * digit is left out.
 */
final class RadixSort {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int PASSES = (Integer.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

  private RadixSort() {}

  /** Returns a word of two halves. */
  static long word(int key, int belonging) {
    return (long) key << Integer.SIZE | Integer.toUnsignedLong(belonging);
  }

  /** Returns the upper half of a word. */
  static int key(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  /**
   * Returns the words such that their upper halves rise, as unsigned numbers; words with equal
   * upper halves keep their order. Takes over {@code words} and may or may not return it.
   */
  static long[] sorted(long[] words) {
    int[][] places = counts(words);
    long[] from = words;
    long[] to = new long[words.length];
    for (int pass = 0; pass < PASSES; pass++) {
      if (startsFrom(places[pass], words.length)) {
        distribute(from, to, places[pass], pass);
        long[] swapped = from;
        from = to;
        to = swapped;
      }
    }
    return from;
  }

  private static void distribute(long[] from, long[] to, int[] place, int pass) {
    for (long word : from) {
      to[place[digit(word, pass)]++] = word;
    }
  }

  private static int[][] counts(long[] words) {
    int[][] counts = new int[PASSES][DIGITS];
    for (long word : words) {
      for (int pass = 0; pass < PASSES; pass++) {
        counts[pass][digit(word, pass)]++;
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

  private static int digit(long word, int pass) {
    return (key(word) >>> (pass * DIGIT_BITS)) & (DIGITS - 1);
  }
}
