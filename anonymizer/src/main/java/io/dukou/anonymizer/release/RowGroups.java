package io.dukou.anonymizer.release;

import java.util.Arrays;

/**
 * Rows sorted into groups, the rows of a group by content.
 *
 * <p>A group is a subject or, without a subject column, the rows that share a content hash. Which
 * number a group has depends on the cut and means nothing.
 */
final class RowGroups {
  private final int[] rows;
  private final long[] groups;

  private RowGroups(int[] rows, long[] groups) {
    this.rows = rows;
    this.groups = groups;
  }

  /** Groups {@code rows}. */
  static RowGroups of(int[] rows, CutSelection selection, RowContent content) {
    long[] fingerprints = content.fingerprints(rows);
    int[] order = RadixSort.order(fingerprints);
    if (selection.hasNamedSubjects()) {
      order = stableBySubject(order, rows, selection);
    }
    int[] sorted = new int[rows.length];
    long[] sortedFingerprints = new long[rows.length];
    long[] groups = selection.hasNamedSubjects() ? new long[rows.length] : sortedFingerprints;
    for (int i = 0; i < order.length; i++) {
      sorted[i] = rows[order[i]];
      sortedFingerprints[i] = fingerprints[order[i]];
      if (selection.hasNamedSubjects()) {
        groups[i] = selection.subjectOfRow(sorted[i]);
      }
    }
    RowGroups grouped = new RowGroups(sorted, groups);
    grouped.settleEqualHashes(sortedFingerprints, content);
    return grouped;
  }

  /** Returns the number of rows. */
  int size() {
    return rows.length;
  }

  /** Returns the row of the cut at a place. */
  int row(int place) {
    return rows[place];
  }

  /** Returns the group of the row at a place. */
  long group(int place) {
    return groups[place];
  }

  /** Returns whether a group starts at a place. */
  boolean startsAt(int place) {
    return place == 0 || groups[place] != groups[place - 1];
  }

  private static int[] stableBySubject(int[] order, int[] rows, CutSelection selection) {
    int[] places = new int[selection.subjectCount() + 1];
    for (int row : rows) {
      places[selection.subjectOfRow(row) + 1]++;
    }
    for (int subject = 1; subject < places.length; subject++) {
      places[subject] += places[subject - 1];
    }
    int[] sorted = new int[order.length];
    for (int index : order) {
      sorted[places[selection.subjectOfRow(rows[index])]++] = index;
    }
    return sorted;
  }

  /** Sorts rows of a group with equal hashes by their very content, in case it differs. */
  private void settleEqualHashes(long[] fingerprints, RowContent content) {
    int start = 0;
    for (int end = 1; end <= rows.length; end++) {
      boolean runEnds =
          end == rows.length
              || groups[end] != groups[start]
              || fingerprints[end] != fingerprints[start];
      if (runEnds) {
        settle(start, end, content);
        start = end;
      }
    }
  }

  private void settle(int start, int end, RowContent content) {
    for (int i = start + 1; i < end; i++) {
      if (content.compare(rows[i - 1], rows[i]) != 0) {
        Integer[] run = Arrays.stream(rows, start, end).boxed().toArray(Integer[]::new);
        Arrays.sort(run, content);
        for (int j = 0; j < run.length; j++) {
          rows[start + j] = run[j];
        }
        return;
      }
    }
  }
}
