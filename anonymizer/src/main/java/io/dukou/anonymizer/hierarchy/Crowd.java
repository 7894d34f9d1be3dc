package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The persons whose cells a column holds, and how many of them must stand behind anything that a
 * hierarchy draws from the column.
 *
 * @param subjects the person of each row; null if each row is a person of its own
 * @param rows how many rows from the first on count; those of a population behind them do not
 * @param least how many persons are enough, at least {@link #LEAST}
 */
public record Crowd(@Nullable Column subjects, int rows, int least) {
  /** The fewest persons that are ever enough: a class of 11 has a risk of at most 0.09. */
  public static final int LEAST = 11;

  /** Each row is a person of its own. */
  public static final Crowd OF_ROWS = new Crowd(null, Integer.MAX_VALUE, LEAST);

  /** Refuses fewer persons than {@link #LEAST}. */
  public Crowd {
    if (least < LEAST) {
      throw new IllegalArgumentException("fewer than " + LEAST + " persons are no crowd");
    }
  }

  /** Returns the persons of {@code subjects}, of whom {@code k} are enough if that is more. */
  public static Crowd of(@Nullable Column subjects, int k) {
    return new Crowd(subjects, Integer.MAX_VALUE, Math.max(k, LEAST));
  }

  /** Returns these persons, of whom only the first {@code count} rows count. */
  public Crowd inFirst(int count) {
    return new Crowd(subjects, count, least);
  }

  /**
   * Returns the smallest rank up to which enough persons have a cell, or -1 if there is none.
   *
   * @param rankOf rank of the cells with each code of {@code column}, -1 for cells without
   * @param ranks number of ranks
   */
  int sharedRank(Column column, int[] rankOf, int ranks) {
    int[] persons = subjects == null ? rows(column, rankOf, ranks) : first(column, rankOf, ranks);
    int count = 0;
    for (int rank = 0; rank < ranks; rank++) {
      count += persons[rank];
      if (count >= least) {
        return rank;
      }
    }
    return -1;
  }

  private int rowsOf(Column column) {
    return Math.min(rows, column.rowCount());
  }

  private int[] rows(Column column, int[] rankOf, int ranks) {
    int[] persons = new int[ranks];
    for (int row = 0; row < rowsOf(column); row++) {
      int rank = rankOf[column.code(row)];
      if (rank >= 0) {
        persons[rank]++;
      }
    }
    return persons;
  }

  /** Counts each person at the first of its ranks. */
  private int[] first(Column column, int[] rankOf, int ranks) {
    Column people = requireNonNull(subjects, "subjects");
    int[] first = new int[people.cardinality()];
    Arrays.fill(first, ranks);
    for (int row = 0; row < rowsOf(column); row++) {
      int rank = rankOf[column.code(row)];
      int person = people.code(row);
      if (rank >= 0 && rank < first[person]) {
        first[person] = rank;
      }
    }
    int[] persons = new int[ranks + 1];
    for (int rank : first) {
      persons[rank]++;
    }
    return persons;
  }
}
