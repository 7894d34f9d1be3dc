package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.table.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quasi-identifiers of a table, each distinct tuple once with its number of rows; the search
 * sees nothing else.
 *
 * <p>Where some subject has several rows, it also holds the distinct multisets of tuples that make
 * up a subject, called patterns, each with its number of subjects. Immutable.
 */
final class FrequencyTable {
  private final List<GeneralisedColumn> columns;
  private final int[][] codes;
  private final int[] rows;
  private final int[][][] generalised;
  private final long[][][] leaves;
  private final int rowCount;
  private final int subjectCount;
  private final @Nullable Patterns patterns;

  private FrequencyTable(
      List<GeneralisedColumn> columns, int[][] codes, int[] rows, Subjects subjects) {
    this.columns = List.copyOf(columns);
    this.codes = codes;
    this.rows = rows;
    this.rowCount = subjects.rowCount();
    this.subjectCount = subjects.count();
    this.patterns = subjects.patterns();
    this.generalised = new int[columns.size()][][];
    this.leaves = new long[columns.size()][][];
    for (int i = 0; i < generalised.length; i++) {
      generalised[i] = generalise(columns.get(i));
      leaves[i] = countLeaves(columns.get(i), generalised[i]);
    }
  }

  /**
   * Counts the tuples of a table.
   *
   * @param columns the quasi-identifiers; no value is outside its hierarchy
   * @param rowCount rows of the table
   * @param subject the subject column without a missing cell; null if each row is a subject
   */
  static FrequencyTable of(
      List<GeneralisedColumn> columns, int rowCount, @Nullable Column subject) {
    int[] cardinalities = columns.stream().mapToInt(column -> column.cardinality(0)).toArray();
    TupleKeys keys = new TupleKeys(cardinalities, Math.min(rowCount, 1 << 16));
    int[] tupleOfRow = new int[rowCount];
    int[] firstRow = new int[16];
    int[] counts = new int[16];
    for (int row = 0; row < rowCount; row++) {
      int known = keys.size();
      int tuple = tupleOf(row, columns, keys);
      if (tuple == counts.length) {
        firstRow = Arrays.copyOf(firstRow, tuple * 2);
        counts = Arrays.copyOf(counts, tuple * 2);
      }
      if (tuple == known) {
        firstRow[tuple] = row;
        counts[tuple] = 0;
      }
      counts[tuple]++;
      tupleOfRow[row] = tuple;
    }
    int[][] codes = codesOf(columns, Arrays.copyOf(firstRow, keys.size()));
    Subjects subjects = Subjects.of(tupleOfRow, subject);
    return new FrequencyTable(columns, codes, Arrays.copyOf(counts, keys.size()), subjects);
  }

  private static int tupleOf(int row, List<GeneralisedColumn> columns, TupleKeys keys) {
    long key = 0;
    int stage = 0;
    for (int i = 0; i < columns.size(); i++) {
      if (keys.stage(i) != stage) {
        key = keys.idOf(stage++, key);
      }
      GeneralisedColumn column = columns.get(i);
      key |= (long) column.code(0, column.column().code(row)) << keys.shift(i);
    }
    return keys.idOf(stage, key);
  }

  private static int[][] codesOf(List<GeneralisedColumn> columns, int[] firstRow) {
    int[][] codes = new int[columns.size()][firstRow.length];
    for (int i = 0; i < codes.length; i++) {
      GeneralisedColumn column = columns.get(i);
      for (int tuple = 0; tuple < firstRow.length; tuple++) {
        codes[i][tuple] = column.code(0, column.column().code(firstRow[tuple]));
      }
    }
    return codes;
  }

  private static int[][] generalise(GeneralisedColumn column) {
    int[][] codes = new int[column.levels()][column.cardinality(0)];
    for (int level = 0; level < codes.length; level++) {
      for (int original = 0; original < column.column().cardinality(); original++) {
        int code = column.code(0, original);
        if (code != GeneralisedColumn.OUTSIDE) {
          codes[level][code] = column.code(level, original);
        }
      }
    }
    return codes;
  }

  private static long[][] countLeaves(GeneralisedColumn column, int[][] generalised) {
    long[][] counts = new long[generalised.length][column.cardinality(0)];
    for (int level = 0; level < counts.length; level++) {
      for (int code = 0; code < counts[level].length; code++) {
        counts[level][code] = column.leaves(level, generalised[level][code]);
      }
    }
    return counts;
  }

  /** Returns the number of quasi-identifiers. */
  int dimensions() {
    return codes.length;
  }

  /** Returns the number of levels of a quasi-identifier. */
  int levels(int dimension) {
    return generalised[dimension].length;
  }

  /** Returns the number of values of a quasi-identifier that occur. */
  int cardinality(int dimension) {
    return columns.get(dimension).cardinality(0);
  }

  /** Returns the number of distinct tuples. */
  int tupleCount() {
    return rows.length;
  }

  /** Returns the code of a tuple's value. */
  int code(int dimension, int tuple) {
    return codes[dimension][tuple];
  }

  /** Returns the codes of all tuples' values; shared, never written. */
  int[] codes(int dimension) {
    return codes[dimension];
  }

  /** Returns the rows that hold a tuple. */
  int rows(int tuple) {
    return rows[tuple];
  }

  /** Returns, for each code, the code of its form at a level; shared, never written. */
  int[] generalised(int dimension, int level) {
    return generalised[dimension][level];
  }

  /** Returns, for each code, the leaves of its form at a level; shared, never written. */
  long[] leaves(int dimension, int level) {
    return leaves[dimension][level];
  }

  /** Returns the leaves of a hierarchy. */
  long leafCount(int dimension) {
    return columns.get(dimension).leafCount();
  }

  /** Returns the number of rows. */
  int rowCount() {
    return rowCount;
  }

  /** Returns the number of subjects. */
  int subjectCount() {
    return subjectCount;
  }

  /** Returns the patterns; null if each row is a subject of its own. */
  @Nullable Patterns patterns() {
    return patterns;
  }

  /** The distinct multisets of tuples that make up a subject. */
  static final class Patterns {
    private final int[][] tuples;
    private final int[] subjects;

    private Patterns(int[][] tuples, int[] subjects) {
      this.tuples = tuples;
      this.subjects = subjects;
    }

    /** Returns the number of patterns. */
    int size() {
      return tuples.length;
    }

    /** Returns the tuples of a pattern in ascending order; shared, never written. */
    int[] tuples(int pattern) {
      return tuples[pattern];
    }

    /** Returns the number of subjects with a pattern. */
    int subjects(int pattern) {
      return subjects[pattern];
    }

    /** Returns the number of tuples of the longest pattern. */
    int longest() {
      int longest = 0;
      for (int[] pattern : tuples) {
        longest = Math.max(longest, pattern.length);
      }
      return longest;
    }
  }

  /** How rows belong to subjects. */
  private record Subjects(int rowCount, int count, @Nullable Patterns patterns) {
    static Subjects of(int[] tupleOfRow, @Nullable Column subject) {
      if (subject == null || subject.cardinality() == tupleOfRow.length) {
        return new Subjects(tupleOfRow.length, tupleOfRow.length, null);
      }
      RowsBySubject grouped = RowsBySubject.of(subject);
      MultisetIds ids = new MultisetIds();
      int[] counts = new int[grouped.subjectCount()];
      int[] elements = new int[grouped.mostRows()];
      for (int person = 0; person < grouped.subjectCount(); person++) {
        int count = grouped.rowCount(person);
        for (int i = 0; i < count; i++) {
          elements[i] = tupleOfRow[grouped.row(person, i)];
        }
        counts[ids.idOf(elements, count)]++;
      }
      int[][] tuples = new int[ids.size()][];
      for (int id = 0; id < tuples.length; id++) {
        tuples[id] = ids.elements(id);
      }
      Patterns patterns = new Patterns(tuples, Arrays.copyOf(counts, tuples.length));
      return new Subjects(tupleOfRow.length, grouped.subjectCount(), patterns);
    }
  }
}
