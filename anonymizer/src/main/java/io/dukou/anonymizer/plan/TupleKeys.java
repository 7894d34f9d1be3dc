package io.dukou.anonymizer.plan;

/**
 * Numbers tuples of codes so that equal tuples, and only those, have equal numbers.
 *
 * <p>Codes are packed side by side into 63 bits. If they do not fit, the packed part is numbered
 * first; that number and further codes make the next key, and so on. Not thread-safe.
 */
final class TupleKeys {
  private static final int KEY_BITS = 63;
  private static final int ID_BITS = 31;

  private final int[] shifts;
  private final int[] stages;
  private final DenseIds[] sets;

  /**
   * Prepares for tuples.
   *
   * @param cardinalities for each place in the tuple, one more than its largest code
   * @param expected about how many different tuples there will be
   */
  TupleKeys(int[] cardinalities, int expected) {
    shifts = new int[cardinalities.length];
    stages = new int[cardinalities.length];
    int stage = 0;
    int used = 0;
    for (int place = 0; place < cardinalities.length; place++) {
      int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, cardinalities[place] - 1));
      if (used + bits > KEY_BITS) {
        stage++;
        used = ID_BITS;
      }
      shifts[place] = used;
      stages[place] = stage;
      used += bits;
    }
    sets = new DenseIds[stage + 1];
    for (int i = 0; i <= stage; i++) {
      sets[i] = new DenseIds(expected);
    }
  }

  /** Returns the number of keys a tuple needs, one behind the other. */
  int stages() {
    return sets.length;
  }

  /** Returns the key in which a place stands. */
  int stage(int place) {
    return stages[place];
  }

  /** Returns how far a place's code is shifted in its key. */
  int shift(int place) {
    return shifts[place];
  }

  /** Returns the number of the key of one stage; all but the first hold the number before. */
  int idOf(int stage, long key) {
    return sets[stage].idOf(key);
  }

  /** Returns how many different tuples have been numbered. */
  int size() {
    return sets[sets.length - 1].size();
  }
}
