package io.dukou.anonymizer.release;

import java.util.Arrays;

/**
 * Rows sorted into groups, the rows of a group by content.
 *
 * <p>A group is a subject or, without a subject column, the rows that share a content hash. Which
 * number a subject has depends on the cut and means nothing.
 *
 * <p>Within a group rows stand by content hash and, where different contents share a hash, by the
 * content itself. So the place of a content within its group depends on the contents of the group
 * alone.
 */
final class RowGroups {
  /** For each place the content hash and the row, in the halves of a word. */
  private final long[] words;

  /** For each group where it ends; where a group has no row, so does the one before. */
  private final int[] ends;

  private RowGroups(long[] words, int[] ends) {
    this.words = words;
    this.ends = ends;
  }

  /** Groups {@code rows}. */
  static RowGroups of(int[] rows, RowSubjects selection, RowContent content) {
    RowGroups grouped =
        selection.hasNamedSubjects()
            ? bySubject(rows, selection, content)
            : byContent(rows, content);
    grouped.settleEqualHashes(content);
    return grouped;
  }

  private static RowGroups byContent(int[] rows, RowContent content) {
    long[] words = RadixSort.sorted(content.hashes(rows));
    int[] ends = new int[words.length];
    int groups = 0;
    for (int place = 1; place <= words.length; place++) {
      if (place == words.length || RadixSort.key(words[place]) != RadixSort.key(words[place - 1])) {
        ends[groups++] = place;
      }
    }
    return new RowGroups(words, Arrays.copyOf(ends, groups));
  }

  private static RowGroups bySubject(int[] rows, RowSubjects selection, RowContent content) {
    int[] ends = ends(rows, selection);
    long[] words = distributed(content.hashes(rows), selection, ends.clone());
    for (int subject = 0, start = 0; subject < ends.length; start = ends[subject++]) {
      Arrays.sort(words, start, ends[subject]);
    }
    return new RowGroups(words, ends);
  }

  /** Returns for each subject how many rows it and the subjects before it have. */
  private static int[] ends(int[] rows, RowSubjects selection) {
    int[] ends = new int[selection.subjectCount()];
    for (int row : rows) {
      ends[selection.subjectOfRow(row)]++;
    }
    for (int subject = 1; subject < ends.length; subject++) {
      ends[subject] += ends[subject - 1];
    }
    return ends;
  }

  private static long[] distributed(long[] words, RowSubjects selection, int[] ends) {
    long[] distributed = new long[words.length];
    for (long word : words) {
      distributed[--ends[selection.subjectOfRow((int) word)]] = word;
    }
    return distributed;
  }

  /** Returns the number of rows. */
  int size() {
    return words.length;
  }

  /** Returns the number of groups, empty ones included. */
  int count() {
    return ends.length;
  }

  /** Returns the place after the last row of a group; the next group starts there. */
  int end(int group) {
    return ends[group];
  }

  /** Returns the row of the cut at a place. */
  int row(int place) {
    return (int) words[place];
  }

  /** Returns the content hash of the row at a place. */
  int hash(int place) {
    return RadixSort.key(words[place]);
  }

  /** Sorts rows of a group with equal hashes by their very content, in case it differs. */
  private void settleEqualHashes(RowContent content) {
    for (int group = 0, start = 0; group < ends.length; start = ends[group++]) {
      for (int place = start, end; place < ends[group]; place = end) {
        end = place + 1;
        while (end < ends[group] && hash(end) == hash(place)) {
          end++;
        }
        settle(place, end, content);
      }
    }
  }

  private void settle(int start, int end, RowContent content) {
    for (int i = start + 1; i < end; i++) {
      if (!content.areEqual(row(i - 1), row(i))) {
        Integer[] run =
            Arrays.stream(words, start, end).mapToObj(word -> (int) word).toArray(Integer[]::new);
        Arrays.sort(run, content);
        for (int j = 0; j < run.length; j++) {
          words[start + j] = RadixSort.word(hash(start + j), run[j]);
        }
        return;
      }
    }
  }
}
