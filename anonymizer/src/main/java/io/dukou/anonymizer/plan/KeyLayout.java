package io.dukou.anonymizer.plan;

/**
 * Where the code of each quasi-identifier stands in the keys of a {@link Grouping}.
 *
 * <p>Codes lie side by side in words of 63 bits; none is split. In the layout of a frequency table
 * they stand in the order of the search, the first in the lowest bits. Where a key is one word, the
 * first quasi-identifiers, once lifted to a level, need fewer bits and move together at the low
 * end, while the others stay. Immutable.
 */
final class KeyLayout {
  private static final int WORD_BITS = 63;

  private final int words;
  private final int[] wordOf;
  private final int[] shiftOf;
  private final int[] maskOf;
  private final int lowBits;

  private KeyLayout(int words, int[] wordOf, int[] shiftOf, int[] maskOf, int lowBits) {
    this.words = words;
    this.wordOf = wordOf;
    this.shiftOf = shiftOf;
    this.maskOf = maskOf;
    this.lowBits = lowBits;
  }

  /**
   * Lays out codes from 0 to one less than each of {@code cardinalities}.
   *
   * @param order the quasi-identifiers, the one in the lowest bits first
   */
  static KeyLayout of(int[] cardinalities, int[] order) {
    int[] wordOf = new int[order.length];
    int[] shiftOf = new int[order.length];
    int[] maskOf = new int[order.length];
    int word = 0;
    int used = 0;
    for (int dimension : order) {
      int bits = bits(cardinalities[dimension]);
      if (used + bits > WORD_BITS) {
        word++;
        used = 0;
      }
      wordOf[dimension] = word;
      shiftOf[dimension] = used;
      maskOf[dimension] = (int) ((1L << bits) - 1);
      used += bits;
    }
    return new KeyLayout(word + 1, wordOf, shiftOf, maskOf, 0);
  }

  /** Returns the bits that a code from 0 to {@code cardinality} - 1 takes. */
  static int bits(int cardinality) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, cardinality - 1));
  }

  /**
   * Returns the layout in which one more quasi-identifier stands at the low end.
   *
   * @param bits that its codes take at their level
   */
  KeyLayout lowered(int dimension, int bits) {
    int[] shifts = shiftOf.clone();
    int[] masks = maskOf.clone();
    shifts[dimension] = bits == 0 ? 0 : lowBits;
    masks[dimension] = (int) ((1L << bits) - 1);
    return new KeyLayout(words, wordOf, shifts, masks, lowBits + bits);
  }

  /** Returns the number of words of a key. */
  int words() {
    return words;
  }

  /** Returns the bits that lifted codes take at the low end. */
  int lowBits() {
    return lowBits;
  }

  /** Returns the word in which a code stands. */
  int word(int dimension) {
    return wordOf[dimension];
  }

  /** Returns how far a code is shifted in its word. */
  int shift(int dimension) {
    return shiftOf[dimension];
  }

  /** Returns the bits of a code before it is shifted. */
  int mask(int dimension) {
    return maskOf[dimension];
  }

  /** Reads a code from the keys of a grouping. */
  int code(int dimension, long[] keys, int tuple) {
    return (int) (keys[tuple * words + wordOf[dimension]] >>> shiftOf[dimension])
        & maskOf[dimension];
  }
}
