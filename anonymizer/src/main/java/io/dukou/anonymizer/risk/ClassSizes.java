package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The equivalence classes of a table as it stands, by number of subjects.
 *
 * <p>The class of a subject is the multiset of the quasi-identifier tuples of its rows; without a
 * subject column in the table each row is a subject. Cells count as they are: nothing is
 * generalised and a missing cell is a value of its own. Rows with {@code *} in every
 * quasi-identifier are suppressed ones and not counted, unless all rows are such.
 *
 * @param bySize for each size that occurs, the number of classes of that size
 * @param countedRows rows that were counted
 * @param bySubject whether subjects were told apart by a column
 */
record ClassSizes(NavigableMap<Integer, Integer> bySize, int countedRows, boolean bySubject) {
  /**
   * Counts the classes of a table.
   *
   * @throws PlanException if a quasi-identifier is not in the table or a row has no subject
   */
  static ClassSizes of(Table table, ReleaseSpec spec) {
    List<Column> columns =
        spec.withRole(Role.QUASI_IDENTIFIER).stream()
            .map(attribute -> column(table, attribute))
            .toList();
    int[] tuples = tuples(table.rowCount(), columns);
    int[] rows = countedRows(table.rowCount(), columns);
    String subject = spec.subject();
    if (subject == null || !table.has(subject)) {
      int[] classes = Arrays.stream(rows).map(row -> tuples[row]).toArray();
      return new ClassSizes(sizes(classes), rows.length, false);
    }
    int[] classes = classesOfSubjects(table, table.column(subject), rows, tuples);
    return new ClassSizes(sizes(classes), rows.length, true);
  }

  private static Column column(Table table, AttributeSpec attribute) {
    if (!table.has(attribute.name())) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "quasi-identifier " + attribute.name() + " of the specification is not in the table");
    }
    return table.column(attribute.name());
  }

  private static int[] tuples(int rowCount, List<Column> columns) {
    int[] tuples = new int[rowCount];
    PairNumbers numbers = new PairNumbers();
    for (Column column : columns) {
      for (int row = 0; row < rowCount; row++) {
        tuples[row] = numbers.of(tuples[row], column.code(row));
      }
    }
    return tuples;
  }

  private static int[] countedRows(int rowCount, List<Column> columns) {
    boolean[] kept = new boolean[rowCount];
    boolean any = columns.isEmpty();
    for (int row = 0; row < rowCount; row++) {
      kept[row] = columns.isEmpty() || !isSuppressed(row, columns);
      any |= kept[row];
    }
    int[] rows = new int[rowCount];
    int used = 0;
    for (int row = 0; row < rowCount; row++) {
      if (kept[row] || !any) {
        rows[used++] = row;
      }
    }
    return Arrays.copyOf(rows, used);
  }

  private static boolean isSuppressed(int row, List<Column> columns) {
    for (Column column : columns) {
      if (!Hierarchy.ROOT.equals(column.valueAt(row))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the class of each subject who has a counted row. */
  private static int[] classesOfSubjects(Table table, Column subject, int[] rows, int[] tuples) {
    long[] sorted = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int code = subject.code(rows[i]);
      if (code == subject.missingCode()) {
        throw missingSubject(table, rows[i]);
      }
      sorted[i] = ((long) code << Integer.SIZE) | tuples[rows[i]];
    }
    Arrays.sort(sorted);
    PairNumbers numbers = new PairNumbers();
    int[] classes = new int[sorted.length];
    int subjects = 0;
    for (int i = 0; i < sorted.length; i++) {
      boolean next = i == 0 || sorted[i] >>> Integer.SIZE != sorted[i - 1] >>> Integer.SIZE;
      subjects += next ? 1 : 0;
      classes[subjects - 1] = numbers.of(next ? 0 : classes[subjects - 1], (int) sorted[i]);
    }
    return Arrays.copyOf(classes, subjects);
  }

  private static PlanException missingSubject(Table table, int row) {
    String place =
        table.lineOf(row).isPresent() ? "line " + table.lineOf(row).getAsLong() : "a row";
    return new PlanException(PlanError.MISSING_SUBJECT, place + " has no subject");
  }

  private static TreeMap<Integer, Integer> sizes(int[] classes) {
    int[] members = new int[Arrays.stream(classes).max().orElse(0) + 1];
    for (int number : classes) {
      members[number]++;
    }
    TreeMap<Integer, Integer> bySize = new TreeMap<>();
    for (int size : members) {
      if (size > 0) {
        bySize.merge(size, 1, Integer::sum);
      }
    }
    return bySize;
  }

  /** Returns the number of classes. */
  int classes() {
    return bySize.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of classes of a size from {@code least} to {@code most}. */
  int classes(int least, int most) {
    return range(least, most).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of subjects. */
  int subjects() {
    return subjects(1, Integer.MAX_VALUE);
  }

  /** Returns the number of subjects in classes of a size from {@code least} to {@code most}. */
  int subjects(int least, int most) {
    return range(least, most).entrySet().stream()
        .mapToInt(entry -> entry.getKey() * entry.getValue())
        .sum();
  }

  /** Returns the size of the smallest class, 0 if there is none. */
  int smallest() {
    return bySize.isEmpty() ? 0 : bySize.firstKey();
  }

  private NavigableMap<Integer, Integer> range(int least, int most) {
    return bySize.subMap(least, true, most, true);
  }
}
