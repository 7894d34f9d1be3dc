package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Evidence on whether the order of released rows follows anything.
 *
 * <p>Rows 1 and 2, 3 and 4, ... of a release are disjoint pairs. If the order is random, each pair
 * rises by any other measure with probability 1/2, independently of the others. Rows of one subject
 * stand next to each other as often as chance says. Five standard deviations are too many.
 */
final class Orders {
  private static final double MOST_DEVIATIONS = 5;

  private final Map<String, int[]> pairs = new TreeMap<>();
  private double neighbours;
  private double expectedNeighbours;

  /**
   * Adds a release.
   *
   * @param otherwise the rows of the cut in the order that another key gave
   */
  void add(Given given, List<Integer> otherwise) {
    Map<Integer, Integer> placeOtherwise = new HashMap<>();
    otherwise.forEach(row -> placeOtherwise.put(row, placeOtherwise.size()));
    List<Integer> rows = given.origins();
    count("the order under another key", rows, placeOtherwise::get);
    count("the order of the cut", rows, row -> row);
    for (String column : given.study().columns()) {
      List<String> sorted =
          given.cut().stream().map(row -> row.get(column)).distinct().sorted().toList();
      count("column " + column, rows, row -> sorted.indexOf(given.cut().get(row).get(column)));
    }
    countNeighbours(given);
  }

  private void count(String measure, List<Integer> rows, ToIntFunction<Integer> rank) {
    int[] counts = pairs.computeIfAbsent(measure, unseen -> new int[2]);
    for (int i = 0; i + 1 < rows.size(); i += 2) {
      int rise = Integer.compare(rank.applyAsInt(rows.get(i + 1)), rank.applyAsInt(rows.get(i)));
      counts[0] += rise > 0 ? 1 : 0;
      counts[1] += rise == 0 ? 0 : 1;
    }
  }

  private void countNeighbours(Given given) {
    Map<String, Integer> rowsOf = new HashMap<>();
    for (int row = 0; row < given.rowCount(); row++) {
      rowsOf.merge(given.owner(row), 1, Integer::sum);
      boolean same = row > 0 && given.owner(row).equals(given.owner(row - 1));
      neighbours += same ? 1 : 0;
    }
    for (int rows : rowsOf.values()) {
      expectedNeighbours += (double) rows * (rows - 1) / given.rowCount();
    }
  }

  /** Returns what the order follows. */
  List<Breach> check() {
    List<Breach> breaches = new ArrayList<>();
    pairs.forEach(
        (measure, counts) -> {
          double deviations = (2 * counts[0] - counts[1]) / Math.sqrt(Math.max(1, counts[1]));
          judge(deviations, measure, breaches);
        });
    double spread = Math.sqrt(Math.max(1, expectedNeighbours));
    judge((neighbours - expectedNeighbours) / spread, "the rows of a subject", breaches);
    return breaches;
  }

  private static void judge(double deviations, String measure, List<Breach> breaches) {
    if (Math.abs(deviations) > MOST_DEVIATIONS) {
      breaches.add(new Breach(Guarantee.ORDER, measure + ": " + deviations + " deviations"));
    }
  }

  /** Returns how many pairs were compared with the order of another key. */
  int compared() {
    return pairs.get("the order under another key")[1];
  }
}
