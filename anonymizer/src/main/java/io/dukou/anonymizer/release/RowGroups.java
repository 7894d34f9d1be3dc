package io.dukou.anonymizer.release;

import java.util.Arrays;

/**
 * Rows sorted into groups, the rows of a group by content.
 *
 * <p>A group is a subject or, without a subject column, the rows that share a content hash. Which
 * number a group has depends on the cut and means nothing.
 */
final class RowGroups {
  /** Ranges up to this length are sorted by insertion. */
  private static final int MOST_INSERTED = 64;

  private final int[] rows;
  private final long[] groups;

  private RowGroups(int[] rows, long[] groups) {
    this.rows = rows;
    this.groups = groups;
  }

  /** Groups {@code rows}. */
  static RowGroups of(int[] rows, CutSelection selection, RowContent content) {
    return selection.hasNamedSubjects()
        ? bySubject(rows, selection, content)
        : byContent(rows, content);
  }

  private static RowGroups byContent(int[] rows, RowContent content) {
    int[] sorted = rows.clone();
    long[] fingerprints = content.fingerprints(rows);
    sort(sorted, fingerprints, 0, rows.length);
    RowGroups grouped = new RowGroups(sorted, fingerprints);
    grouped.settleEqualHashes(fingerprints, content);
    return grouped;
  }

  private static RowGroups bySubject(int[] rows, CutSelection selection, RowContent content) {
    int[] sorted = sortedBySubject(rows, selection);
    long[] subjects = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      subjects[i] = selection.subjectOfRow(sorted[i]);
    }
    long[] fingerprints = content.fingerprints(sorted);
    RowGroups grouped = new RowGroups(sorted, subjects);
    for (int start = 0, end; start < rows.length; start = end) {
      end = start + 1;
      while (end < rows.length && !grouped.startsAt(end)) {
        end++;
      }
      sort(sorted, fingerprints, start, end);
    }
    grouped.settleEqualHashes(fingerprints, content);
    return grouped;
  }

  private static int[] sortedBySubject(int[] rows, CutSelection selection) {
    int[] places = new int[selection.subjectCount() + 1];
    for (int row : rows) {
      places[selection.subjectOfRow(row) + 1]++;
    }
    for (int subject = 1; subject < places.length; subject++) {
      places[subject] += places[subject - 1];
    }
    int[] sorted = new int[rows.length];
    for (int row : rows) {
      sorted[places[selection.subjectOfRow(row)]++] = row;
    }
    return sorted;
  }

  /** Sorts a range of rows, and their hashes with them, by hash. */
  private static void sort(int[] rows, long[] hashes, int start, int end) {
    if (end - start > MOST_INSERTED) {
      sortMany(rows, hashes, start, end);
      return;
    }
    for (int i = start + 1; i < end; i++) {
      int row = rows[i];
      long hash = hashes[i];
      int j = i;
      for (; j > start && Long.compareUnsigned(hashes[j - 1], hash) > 0; j--) {
        rows[j] = rows[j - 1];
        hashes[j] = hashes[j - 1];
      }
      rows[j] = row;
      hashes[j] = hash;
    }
  }

  private static void sortMany(int[] rows, long[] hashes, int start, int end) {
    int[] unsortedRows = Arrays.copyOfRange(rows, start, end);
    long[] unsortedHashes = Arrays.copyOfRange(hashes, start, end);
    int[] order = RadixSort.order(unsortedHashes);
    for (int i = 0; i < order.length; i++) {
      rows[start + i] = unsortedRows[order[i]];
      hashes[start + i] = unsortedHashes[order[i]];
    }
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
