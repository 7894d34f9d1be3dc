package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * A combination of levels whose classes were counted and judged. Reused from count to count; not
 * thread-safe.
 *
 * <p>A class is released or suppressed. It is suppressed hard if a monotone model does not accept
 * it: whatever it is made of is then suppressed at every finer combination too.
 */
final class CountedNode {
  /** Verdict on a class that is released, or of which there is nothing to release. */
  static final byte RELEASED = 0;

  /** Verdict on a class that is suppressed here, if not at every finer combination. */
  static final byte SOFT = 1;

  /** Verdict on a class that is suppressed here and at every finer combination. */
  static final byte HARD = 2;

  private final FrequencyTable table;
  private Grouping grouping;
  private int[] levels = new int[0];
  private byte[] verdicts = new byte[0];
  private int[] rowsOfTuple = new int[0];
  private boolean hasSoft;
  private boolean feasible;
  private boolean feasibleFiner;

  /** Judges the classes of {@code grouping}, which changes from count to count. */
  CountedNode(FrequencyTable table, Grouping grouping) {
    this.table = table;
    this.grouping = grouping;
  }

  /** Starts anew, with the classes of another grouping: every class is released. */
  void reset(int[] newLevels, Grouping newGrouping) {
    grouping = newGrouping;
    reset(newLevels);
  }

  /** Starts anew: every class is released. */
  void reset(int[] newLevels) {
    levels = newLevels.clone();
    if (verdicts.length < grouping.classCount) {
      verdicts = new byte[grouping.rows.length + grouping.classCount];
    }
    Arrays.fill(verdicts, 0, grouping.classCount, RELEASED);
    hasSoft = false;
    feasible = true;
    feasibleFiner = true;
  }

  /** Returns the frequency table. */
  FrequencyTable table() {
    return table;
  }

  /** Returns the classes. */
  Grouping grouping() {
    return grouping;
  }

  /** Returns the levels. */
  int[] levels() {
    return levels;
  }

  /** Returns the verdict on a class. */
  byte verdict(int index) {
    return verdicts[index];
  }

  /** Passes a verdict on a class. */
  void judge(int index, byte verdict) {
    verdicts[index] = verdict;
    hasSoft |= verdict == SOFT;
  }

  /** Says whether this, and whether anything finer, may meet the models within the limit. */
  void conclude(boolean here, boolean finer) {
    feasible = here;
    feasibleFiner = finer;
  }

  /** Returns whether the models are met within the limit of suppression. */
  boolean isFeasible() {
    return feasible;
  }

  /** Returns whether some finer combination may meet the models within the limit. */
  boolean isFeasibleFiner() {
    return feasibleFiner;
  }

  /** Returns whether some class is suppressed here that a finer combination might release. */
  boolean hasSoft() {
    return hasSoft;
  }

  /** Returns the code of a quasi-identifier in a tuple, at the level here. */
  int code(int dimension, int tuple) {
    return grouping.layout().code(dimension, grouping.keys, tuple);
  }

  /**
   * Returns the suppressed rows of each tuple; longer than needed, and valid until the next call.
   *
   * @param hardOnly whether only hard suppression counts
   */
  int[] suppressedRows(boolean hardOnly) {
    byte least = hardOnly ? HARD : SOFT;
    if (rowsOfTuple.length < grouping.tupleCount) {
      rowsOfTuple = new int[grouping.rows.length];
    }
    int[] starts = grouping.starts;
    if (starts == null) {
      for (int tuple = 0; tuple < grouping.tupleCount; tuple++) {
        rowsOfTuple[tuple] = verdicts[tuple] >= least ? grouping.rows[tuple] : 0;
      }
      return rowsOfTuple;
    }
    Arrays.fill(rowsOfTuple, 0, grouping.tupleCount, 0);
    for (int index = 0; index < grouping.classCount; index++) {
      if (verdicts[index] >= least) {
        for (int i = starts[index]; i < starts[index + 1]; i++) {
          rowsOfTuple[grouping.members[i]] += grouping.subjects[index];
        }
      }
    }
    return rowsOfTuple;
  }

  /**
   * Returns the rows of each table among some of each tuple.
   *
   * @param rowsOfTuples such as {@link #suppressedRows} returns
   */
  long[] rowsOfTables(int[] rowsOfTuples) {
    long[] sums = new long[table.tableCount()];
    for (int tuple = 0; tuple < grouping.tupleCount; tuple++) {
      if (rowsOfTuples[tuple] != 0) {
        sums[tableOf(tuple)] += rowsOfTuples[tuple];
      }
    }
    return sums;
  }

  /** Returns the table of a tuple: that of the first quasi-identifier which is not absent. */
  private int tableOf(int tuple) {
    int dimension = 0;
    while (table.isAbsent(dimension, levels[dimension], code(dimension, tuple))) {
      dimension++;
    }
    return table.tableOf(dimension);
  }

  /** Returns the number of suppressed rows. */
  long suppressedRowCount(boolean hardOnly) {
    byte least = hardOnly ? HARD : SOFT;
    long sum = 0;
    for (int index = 0; index < grouping.classCount; index++) {
      sum += verdicts[index] >= least ? grouping.rowsOfClass(index) : 0;
    }
    return sum;
  }
}
