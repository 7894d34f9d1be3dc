package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of sensitive attributes in each class and in the whole table. Immutable once made.
 *
 * <h2>Values of a subject with several rows</h2>
 *
 * <p>It adds each of its distinct values once, and all its additions sum up to one subject. So that
 * everything stays in whole numbers, one subject is the least common multiple of all numbers of
 * values that some subject has. Where that is above {@link #LARGEST_UNIT} one subject is {@code
 * LARGEST_UNIT} parts, and its first values take what does not divide evenly; a share is then off
 * by less than 2^-24.
 */
final class SensitiveCounts {
  private static final long LARGEST_UNIT = 1L << 24;

  private final int[] classOfRow;
  private final RowsBySubject subjects;
  private final int[] order;
  private final int classCount;
  private final long unit;
  private final Spread[] spreads;
  private final long[][] totals;

  private SensitiveCounts(
      int[] classOfRow, RowsBySubject subjects, int classCount, List<Column> columns, long unit) {
    this.classOfRow = classOfRow;
    this.subjects = subjects;
    this.classCount = classCount;
    this.unit = unit;
    this.order = sortByClass();
    this.spreads = new Spread[columns.size()];
    this.totals = new long[columns.size()][];
    for (int i = 0; i < spreads.length; i++) {
      spreads[i] = new Spread();
      totals[i] = new long[columns.get(i).cardinality()];
      count(columns.get(i), spreads[i], totals[i]);
    }
  }

  /**
   * Counts the values of {@code columns}.
   *
   * @param classOfRow the class of each row; all rows of a subject are in one, or in none (-1)
   * @param subjectOfRow the subject of each row, each of which has rows; null if each row is one
   * @param classCount number of classes
   */
  static SensitiveCounts of(
      int[] classOfRow, int @Nullable [] subjectOfRow, int classCount, List<Column> columns) {
    int[] owners = subjectOfRow;
    if (owners == null) {
      owners = new int[classOfRow.length];
      Arrays.setAll(owners, row -> row);
    }
    int subjectCount = Arrays.stream(owners).max().orElse(-1) + 1;
    RowsBySubject subjects = RowsBySubject.of(owners, subjectCount);
    long unit = subjectOfRow == null ? 1 : unitOf(subjects, columns);
    return new SensitiveCounts(classOfRow, subjects, classCount, columns, unit);
  }

  /** Returns what one subject adds in all. */
  long unit() {
    return unit;
  }

  /** Returns, for each attribute, its values in each class. */
  Spread[] spreads() {
    return spreads;
  }

  /** Returns, for each attribute, the weight of each value in the whole table. */
  long[][] totals() {
    return totals;
  }

  private static long unitOf(RowsBySubject subjects, List<Column> columns) {
    long unit = 1;
    for (Column column : columns) {
      for (int subject = 0; subject < subjects.subjectCount(); subject++) {
        long count = valuesOf(column, subjects, subject).length;
        unit = unit / gcd(unit, count) * count;
        if (unit > LARGEST_UNIT) {
          return LARGEST_UNIT;
        }
      }
    }
    return unit;
  }

  private static long gcd(long first, long second) {
    return second == 0 ? first : gcd(second, first % second);
  }

  private static int[] valuesOf(Column column, RowsBySubject subjects, int subject) {
    int[] values = new int[subjects.rowCount(subject)];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.code(subjects.row(subject, i));
    }
    return values.length == 1 ? values : Arrays.stream(values).sorted().distinct().toArray();
  }

  private int classOf(int subject) {
    return classOfRow[subjects.row(subject, 0)];
  }

  /** Returns the subjects, those in no class first, then sorted by their class. */
  private int[] sortByClass() {
    int[] ends = new int[classCount + 2];
    for (int subject = 0; subject < subjects.subjectCount(); subject++) {
      ends[classOf(subject) + 2]++;
    }
    for (int index = 0; index <= classCount; index++) {
      ends[index + 1] += ends[index];
    }
    int[] sorted = new int[subjects.subjectCount()];
    for (int subject = 0; subject < sorted.length; subject++) {
      sorted[ends[classOf(subject) + 1]++] = subject;
    }
    return sorted;
  }

  private void count(Column column, Spread spread, long[] total) {
    ValueSums sums = new ValueSums();
    sums.reserve(total.length);
    int next = 0;
    while (next < order.length && classOf(order[next]) < 0) {
      next++;
    }
    for (int index = 0; index < classCount; index++) {
      while (next < order.length && classOf(order[next]) == index) {
        add(valuesOf(column, subjects, order[next++]), sums, total);
      }
      sums.endClass(spread);
    }
  }

  /** Shares one subject out among its values. */
  private void add(int[] values, ValueSums sums, long[] total) {
    long rest = unit % values.length;
    for (int i = 0; i < values.length; i++) {
      long weight = unit / values.length + (i < rest ? 1 : 0);
      if (weight > 0) {
        sums.add(values[i], weight);
        total[values[i]] += weight;
      }
    }
  }
}
