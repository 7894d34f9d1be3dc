package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frequency table generalised to some levels: each distinct tuple of codes with its rows, each
 * class with its subjects.
 *
 * <p>Where each row is a subject of its own, classes are the tuples: both have the same numbers and
 * share their counts. Else a class is a multiset of tuples.
 *
 * <p>A carrier of arrays for the inner loops of the search: fields are read there and written by
 * {@link Regrouper} and {@link FrequencyTable} only. Arrays may be longer than what they hold.
 */
final class Grouping {
  /** Number of tuples. */
  int tupleCount;

  /** Keys of the tuples, {@link KeyLayout#words} each. */
  long[] keys = new long[0];

  /** Rows of each tuple that are to be released. */
  int[] rows = new int[0];

  /** Number of classes. */
  int classCount;

  /**
   * Subjects of each class that are to be released; the same array as rows if classes are tuples.
   */
  int[] subjects = new int[0];

  /** For each population its persons in each class. */
  int[][] populations = new int[0][];

  /** The first row of each class, if models of the sample need it, else empty. */
  int[] firstRows = new int[0];

  /** For each sensitive attribute its values in each class. */
  Spread[] spreads = new Spread[0];

  /** Where the tuples of each class start in {@link #members}; null if classes are tuples. */
  int @Nullable [] starts;

  /** Tuples of all classes, ascending within a class. */
  int[] members = new int[0];

  private @Nullable KeyLayout layout;

  /** Returns where codes stand in keys. */
  KeyLayout layout() {
    return requireNonNull(layout, "layout");
  }

  /** Says where codes stand in keys. */
  void setLayout(KeyLayout keyLayout) {
    layout = keyLayout;
  }

  /** Returns whether each row is a subject of its own. */
  boolean isByRow() {
    return starts == null;
  }

  /** Returns the rows of a class that are to be released. */
  long rowsOfClass(int index) {
    int[] from = starts;
    return from == null
        ? subjects[index]
        : (long) subjects[index] * (from[index + 1] - from[index]);
  }

  /** Makes room for tuples. */
  void reserveTuples(int count, int words) {
    if (rows.length < count) {
      rows = new int[count];
      keys = new long[count * words];
    }
  }

  /** Makes room for classes; where classes are tuples they take the tuples' counts. */
  void reserveClasses(int count, int populationCount) {
    if (isByRow()) {
      subjects = rows;
    } else if (subjects.length < count) {
      subjects = new int[count];
    }
    if (populations.length != populationCount) {
      populations = new int[populationCount][0];
    }
    for (int i = 0; i < populationCount; i++) {
      if (populations[i].length < count) {
        populations[i] = new int[count];
      }
    }
  }

  /** Makes {@link #spreads} hold this many. */
  void reserveSpreads(int count) {
    if (spreads.length != count) {
      spreads = new Spread[count];
      Arrays.setAll(spreads, i -> new Spread());
    }
  }
}
