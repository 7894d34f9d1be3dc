package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CodedColumn;
import org.jspecify.annotations.Nullable;

/**
 * How columns of the same rows settle each other, and how many persons share a value.
 *
 * <h2>When a column determines another</h2>
 *
 * <p>Column A determines column B if A's value settles B's. What counts is how often that could
 * have failed: of the n rows that share a value of A, n - 1 repeat the first, and those with the
 * most frequent B among the n, less one, agree. A determines B if all repetitions agree, or 99 % of
 * them while the most frequent value of B alone would explain at most 90 %. Without any repetition
 * nothing is claimed, and a column with one value is neither determined nor determining. Successive
 * rows of one subject that repeat both values count once.
 *
 * <p>The rows are put in the order of A's values once, by counting, and then every B costs one pass
 * over them; nothing is sorted.
 *
 * <p>Not for use by several threads at once: the order of the last first column is kept.
 */
public final class ColumnRelations {
  private static final double AGREEMENT = 0.99;
  private static final double EXPLAINED_BY_FREQUENCY = 0.90;

  private final int[] rows;
  private final @Nullable CodedColumn subject;
  private @Nullable CodedColumn ordered;

  /** Places in {@link #rows}, ordered by the value of {@link #ordered}. */
  private int[] order = new int[0];

  /**
   * Creates relations among rows.
   *
   * @param rows the rows that count, in ascending order
   * @param subject the column that identifies a person; null if each row is a person of its own
   */
  public ColumnRelations(int[] rows, @Nullable CodedColumn subject) {
    this.rows = rows.clone();
    this.subject = subject;
  }

  /** Returns whether {@code first} settles {@code second}; see the class for what that means. */
  public boolean determines(CodedColumn first, CodedColumn second) {
    orderBy(requireNonNull(first, "first"));
    Agreement agreement = new Agreement(second.cardinality());
    int current = -1;
    for (int place : order) {
      if (!repeats(place, first, second)) {
        int value = first.code(rows[place]);
        if (value != current) {
          agreement.nextValue();
          current = value;
        }
        agreement.add(second.code(rows[place]));
      }
    }
    return agreement.holds();
  }

  /** Returns whether some value is held, but by fewer than {@code k} persons. */
  public boolean hasRareValue(CodedColumn column, int k) {
    orderBy(requireNonNull(column, "column"));
    int[] lastHolder = subject == null ? new int[0] : new int[subject.cardinality()];
    int holders = k;
    int current = -1;
    int group = 0;
    for (int place : order) {
      int value = column.code(rows[place]);
      if (value != current) {
        if (holders < k) {
          return true;
        }
        current = value;
        holders = 0;
        group++;
      }
      if (subject == null) {
        holders++;
      } else if (lastHolder[subject.code(rows[place])] != group) {
        lastHolder[subject.code(rows[place])] = group;
        holders++;
      }
    }
    return holders < k;
  }

  private void orderBy(CodedColumn first) {
    if (first == ordered) {
      return;
    }
    int[] next = new int[first.cardinality() + 1];
    for (int row : rows) {
      next[first.code(row) + 1]++;
    }
    for (int value = 1; value < next.length; value++) {
      next[value] += next[value - 1];
    }
    int[] places = new int[rows.length];
    for (int place = 0; place < rows.length; place++) {
      places[next[first.code(rows[place])]++] = place;
    }
    order = places;
    ordered = first;
  }

  /** Returns whether the row before is of the same subject and has the same values. */
  private boolean repeats(int place, CodedColumn first, CodedColumn second) {
    if (subject == null || place == 0 || rows[place - 1] != rows[place] - 1) {
      return false;
    }
    int row = rows[place];
    return subject.code(row) == subject.code(row - 1)
        && first.code(row) == first.code(row - 1)
        && second.code(row) == second.code(row - 1);
  }

  /** Counts how far rows that share a first value agree on the second; one value at a time. */
  private static final class Agreement {
    private final int[] frequencies;
    private final int[] inGroup;

    /** Second values seen with the current first value. */
    private final int[] seen;

    private int seenCount;
    private int groupRows;
    private int groupMost;
    private int groups;
    private long rows;
    private long repetitions;
    private long agreements;

    Agreement(int cardinality) {
      this.frequencies = new int[cardinality];
      this.inGroup = new int[cardinality];
      this.seen = new int[cardinality];
    }

    void nextValue() {
      if (groupRows > 0) {
        groups++;
        repetitions += groupRows - 1;
        agreements += groupMost - 1;
      }
      while (seenCount > 0) {
        inGroup[seen[--seenCount]] = 0;
      }
      groupRows = 0;
      groupMost = 0;
    }

    void add(int second) {
      if (inGroup[second]++ == 0) {
        seen[seenCount++] = second;
      }
      groupMost = Math.max(groupMost, inGroup[second]);
      groupRows++;
      frequencies[second]++;
      rows++;
    }

    boolean holds() {
      nextValue();
      long most = 0;
      for (int frequency : frequencies) {
        most = Math.max(most, frequency);
      }
      if (groups < 2 || most == rows || repetitions == 0) {
        return false;
      }
      return agreements == repetitions
          || (agreements >= AGREEMENT * repetitions && most <= EXPLAINED_BY_FREQUENCY * rows);
    }
  }
}
