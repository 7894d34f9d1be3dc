package io.dukou.anonymizer.plan;

/** How often the values of one quasi-identifier occur. */
final class Marginals {
  private Marginals() {}

  /** Returns the rows to be released that hold each code of level 0. */
  static long[] rows(FrequencyTable table, int dimension) {
    long[] counts = new long[table.cardinality(dimension, 0)];
    Grouping base = table.base();
    for (int tuple = 0; tuple < base.tupleCount; tuple++) {
      counts[table.layout().code(dimension, base.keys, tuple)] += base.rows[tuple];
    }
    return counts;
  }

  /** Returns the rows to be released that hold each code of a level. */
  static long[] rows(FrequencyTable table, int dimension, int level) {
    long[] original = rows(table, dimension);
    long[] counts = new long[table.cardinality(dimension, level)];
    for (int code = 0; code < original.length; code++) {
      counts[table.form(dimension, level, code)] += original[code];
    }
    return counts;
  }
}
