package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tuples, subjects, persons of populations and sensitive values of a {@link Universe}.
 *
 * <p>Used once by one thread.
 */
final class FrequencyTableBuilder {
  private final Universe universe;
  private final IntPredicate isCounted;
  private final int[] order;
  private final KeyLayout layout;
  private final Grouping base = new Grouping();
  private final int[] tupleOfRow;
  private int[] classOfRow;
  private long[][] totals = new long[0][];
  private long unit = 1;

  private FrequencyTableBuilder(Universe universe, IntPredicate isCounted) {
    this.universe = universe;
    this.isCounted = isCounted;
    int absent = universe.sections() == null ? 0 : 1;
    int[] cardinalities =
        universe.columns().stream().mapToInt(column -> column.cardinality(0) + absent).toArray();
    this.order = chooseOrder(universe.columns());
    this.layout = KeyLayout.of(cardinalities, order);
    this.tupleOfRow = new int[universe.rowCount()];
    this.classOfRow = tupleOfRow;
  }

  /** Counts everything once. */
  static FrequencyTable build(Universe universe) {
    return build(universe, row -> true);
  }

  /**
   * Counts some rows once. Hierarchies, codes and the weight of a subject in sensitive values are
   * as if all were counted; {@link FrequencyTable#totals} are of the counted ones.
   *
   * @param isCounted whether a row is counted; of a subject all are, or none
   */
  static FrequencyTable build(Universe universe, IntPredicate isCounted) {
    FrequencyTableBuilder builder = new FrequencyTableBuilder(universe, isCounted);
    builder.countTuples();
    int[] subjects = universe.subjectOfRow();
    if (subjects == null) {
      builder.countRowsAsSubjects();
    } else {
      builder.countSubjects(subjects);
    }
    if (universe.needsFirstRows()) {
      builder.findFirstRows();
    }
    if (!universe.sensitive().isEmpty()) {
      builder.countValues();
    }
    return new FrequencyTable(builder);
  }

  /** Returns the quasi-identifiers, those first that have most levels, then most values. */
  private static int[] chooseOrder(List<GeneralisedColumn> columns) {
    return IntStream.range(0, columns.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(i -> -columns.get(i).levels())
                .thenComparingInt(i -> -columns.get(i).cardinality(0)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  int[] order() {
    return order;
  }

  List<GeneralisedColumn> columns() {
    return universe.columns();
  }

  KeyLayout layout() {
    return layout;
  }

  @Nullable Sections sections() {
    return universe.sections();
  }

  Grouping base() {
    return base;
  }

  int[] classOfRow() {
    return classOfRow;
  }

  private int[] classOfPlannedRow() {
    return classOfRow.length == universe.plannedRows()
        ? classOfRow
        : Arrays.copyOf(classOfRow, universe.plannedRows());
  }

  int plannedRows() {
    return universe.plannedRows();
  }

  long[][] totals() {
    return totals;
  }

  long unit() {
    return unit;
  }

  int subjectCount() {
    return Arrays.stream(base.subjects, 0, base.classCount).sum();
  }

  private void countTuples() {
    int words = layout.words();
    LongTupleIds ids = new LongTupleIds(words);
    RowKeys block = new RowKeys(universe, layout);
    int[] counts = new int[1024];
    for (int from = 0; from < tupleOfRow.length; from += RowKeys.BLOCK) {
      int count = Math.min(RowKeys.BLOCK, tupleOfRow.length - from);
      block.read(from, count);
      for (int i = 0; i < count; i++) {
        int tuple =
            isCounted.test(from + i) && block.isInside(i)
                ? ids.idOf(block.keys(), i * words)
                : Universe.NONE;
        tupleOfRow[from + i] = tuple;
        if (tuple >= counts.length) {
          counts = Arrays.copyOf(counts, counts.length * 2);
        }
        if (tuple != Universe.NONE && from + i < universe.plannedRows()) {
          counts[tuple]++;
        }
      }
    }
    base.setLayout(layout);
    base.tupleCount = ids.size();
    base.keys = ids.keys();
    base.rows = counts;
    if (words == 1) {
      sortTuples();
    }
  }

  /** Sorts tuples by their keys, as {@link Regrouper} expects them. */
  private void sortTuples() {
    int[] sorted = KeySort.sort(base.keys, base.tupleCount);
    long[] keys = new long[base.tupleCount];
    int[] rows = new int[base.tupleCount];
    int[] placeOf = new int[base.tupleCount];
    for (int place = 0; place < sorted.length; place++) {
      keys[place] = base.keys[sorted[place]];
      rows[place] = base.rows[sorted[place]];
      placeOf[sorted[place]] = place;
    }
    base.keys = keys;
    base.rows = rows;
    for (int row = 0; row < tupleOfRow.length; row++) {
      tupleOfRow[row] = tupleOfRow[row] == Universe.NONE ? Universe.NONE : placeOf[tupleOfRow[row]];
    }
  }

  private void countRowsAsSubjects() {
    base.classCount = base.tupleCount;
    base.reserveClasses(base.classCount, universe.populations().size());
    for (int i = 0; i < base.populations.length; i++) {
      Universe.Population population = universe.populations().get(i);
      for (int row = 0; row < tupleOfRow.length; row++) {
        if (tupleOfRow[row] != Universe.NONE && population.holds(row, universe.plannedRows())) {
          base.populations[i][tupleOfRow[row]]++;
        }
      }
    }
  }

  private void countSubjects(int[] subjectOfRow) {
    RowsBySubject grouped = RowsBySubject.of(subjectOfRow, universe.subjectCount());
    MultisetIds ids = new MultisetIds();
    int[] classOfSubject = new int[grouped.subjectCount()];
    int[] tuples = new int[grouped.mostRows()];
    for (int subject = 0; subject < classOfSubject.length; subject++) {
      int count = grouped.rowCount(subject);
      boolean inside = true;
      for (int i = 0; i < count; i++) {
        tuples[i] = tupleOfRow[grouped.row(subject, i)];
        inside &= tuples[i] != Universe.NONE;
      }
      classOfSubject[subject] = inside ? ids.idOf(tuples, count) : Universe.NONE;
    }
    base.starts = ids.starts();
    base.members = ids.members();
    base.classCount = ids.size();
    base.reserveClasses(base.classCount, universe.populations().size());
    countClasses(grouped, classOfSubject);
    classOfRow = new int[universe.rowCount()];
    for (int row = 0; row < classOfRow.length; row++) {
      classOfRow[row] = classOfSubject[subjectOfRow[row]];
    }
  }

  private void countClasses(RowsBySubject grouped, int[] classOfSubject) {
    for (int subject = 0; subject < classOfSubject.length; subject++) {
      int index = classOfSubject[subject];
      if (index == Universe.NONE) {
        continue;
      }
      int row = grouped.row(subject, 0);
      base.subjects[index] += row < universe.plannedRows() ? 1 : 0;
      for (int i = 0; i < base.populations.length; i++) {
        boolean held = universe.populations().get(i).holds(row, universe.plannedRows());
        base.populations[i][index] += held ? 1 : 0;
      }
    }
  }

  private void findFirstRows() {
    base.firstRows = new int[base.classCount];
    Arrays.fill(base.firstRows, Integer.MAX_VALUE);
    for (int row = universe.plannedRows() - 1; row >= 0; row--) {
      if (classOfRow[row] != Universe.NONE) {
        base.firstRows[classOfRow[row]] = row;
      }
    }
  }

  private void countValues() {
    int[] subjectOfRow = universe.subjectOfRow();
    int rows = universe.plannedRows();
    SensitiveCounts counts =
        SensitiveCounts.of(
            classOfPlannedRow(),
            subjectOfRow == null ? null : Arrays.copyOf(subjectOfRow, rows),
            base.classCount,
            universe.sensitive());
    base.spreads = counts.spreads();
    totals = counts.totals();
    unit = counts.unit();
  }
}
