package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;

/**
 * The values of a sensitive attribute under its hierarchy, with a root added where it has none.
 * Immutable.
 */
final class ValueTree {
  private final int[][] parents;
  private final int[] sizes;

  /**
   * Sees the values of a column.
   *
   * @param column no value is outside the hierarchy
   */
  ValueTree(GeneralisedColumn column) {
    boolean rooted = column.levels() > 1 && column.cardinality(column.levels() - 1) <= 1;
    int height = rooted ? column.levels() - 1 : column.levels();
    parents = new int[height][];
    sizes = new int[height];
    int values = column.column().cardinality();
    for (int level = 0; level < height; level++) {
      int children = level == 0 ? values : column.cardinality(level);
      boolean top = level == height - 1 && !rooted;
      parents[level] = new int[children];
      sizes[level] = top ? 1 : column.cardinality(level + 1);
      for (int value = 0; value < values && !top; value++) {
        int child = level == 0 ? value : column.code(level, value);
        parents[level][child] = column.code(level + 1, value);
      }
    }
  }

  /** Returns the level of the root; values are at level 0. */
  int height() {
    return parents.length;
  }

  /**
   * Returns the sum over inner nodes of their level times the smaller of what their children have
   * too much and too little.
   *
   * @param excess of each value, summing up to 0
   */
  double carried(double[] excess) {
    double sum = 0;
    double[] below = excess;
    for (int level = 0; level < parents.length; level++) {
      double[] more = new double[sizes[level]];
      double[] less = new double[sizes[level]];
      for (int child = 0; child < parents[level].length; child++) {
        if (below[child] > 0) {
          more[parents[level][child]] += below[child];
        } else {
          less[parents[level][child]] -= below[child];
        }
      }
      double[] above = new double[sizes[level]];
      for (int node = 0; node < above.length; node++) {
        sum += (level + 1) * Math.min(more[node], less[node]);
        above[node] = more[node] - less[node];
      }
      below = above;
    }
    return sum;
  }
}
