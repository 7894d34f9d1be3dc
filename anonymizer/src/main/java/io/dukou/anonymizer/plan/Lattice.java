package io.dukou.anonymizer.plan;

/**
 * All combinations of levels of the quasi-identifiers.
 *
 * <p>A combination has an index: its levels as the digits of a number of mixed base. Immutable.
 */
final class Lattice {
  private final int[] heights;
  private final long[] strides;
  private final long size;

  private Lattice(int[] heights, long[] strides, long size) {
    this.heights = heights;
    this.strides = strides;
    this.size = size;
  }

  /**
   * Returns the lattice of quasi-identifiers with these numbers of levels.
   *
   * @throws PlanException if its combinations cannot be numbered
   */
  static Lattice of(int[] heights) {
    long[] strides = new long[heights.length];
    long size = 1;
    for (int i = heights.length - 1; i >= 0; i--) {
      strides[i] = size;
      if (size > Long.MAX_VALUE / heights[i]) {
        throw new PlanException(
            PlanError.TOO_MANY_TRANSFORMATIONS,
            "there are more than 2^63 combinations of levels; leave out levels of a hierarchy");
      }
      size *= heights[i];
    }
    return new Lattice(heights.clone(), strides, size);
  }

  /** Returns the number of combinations. */
  long size() {
    return size;
  }

  /** Returns the number of quasi-identifiers. */
  int dimensions() {
    return heights.length;
  }

  /** Returns the highest level of a quasi-identifier. */
  int top(int dimension) {
    return heights[dimension] - 1;
  }

  /** Returns the highest level of every quasi-identifier. */
  int[] top() {
    int[] levels = new int[heights.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = top(i);
    }
    return levels;
  }

  /** Returns the index of a combination. */
  long index(int[] levels) {
    long index = 0;
    for (int i = 0; i < levels.length; i++) {
      index += levels[i] * strides[i];
    }
    return index;
  }

  /** Returns by how much the index grows when a quasi-identifier rises one level. */
  long stride(int dimension) {
    return strides[dimension];
  }

  /** Returns the sum of levels. */
  static int sum(int[] levels) {
    int sum = 0;
    for (int level : levels) {
      sum += level;
    }
    return sum;
  }
}
