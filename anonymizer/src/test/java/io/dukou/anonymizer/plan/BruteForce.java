package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MissingRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates every combination of levels of a {@link SmallCase} straight from the definitions, with
 * texts and exact decimals; shares nothing with the product's code.
 */
final class BruteForce {
  private final SmallCase small;
  private final List<String[]> rows = new ArrayList<>();
  private final List<String> subjects = new ArrayList<>();
  private final List<String[][]> forms = new ArrayList<>();
  private final List<long[][]> leaves = new ArrayList<>();

  /** Everything about one combination. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Result(int[] levels, boolean feasible, double loss, int suppressedRows, int classes) {
    int sum() {
      return Arrays.stream(levels).sum();
    }
  }

  BruteForce(SmallCase small) {
    this.small = small;
    for (int row = 0; row < small.rows().length; row++) {
      if (isKept(small.rows()[row])) {
        rows.add(small.rows()[row]);
        subjects.add(small.subjects() == null ? "row " + row : small.subjects()[row]);
      }
    }
    for (int column = 0; column < small.hierarchies().size(); column++) {
      seeColumn(column);
    }
  }

  /** Fills in the form, and the leaves below it, of every row at every level. */
  private void seeColumn(int column) {
    String[][] formOf = new String[height(column)][rows.size()];
    long[][] leavesOf = new long[height(column)][rows.size()];
    for (int level = 0; level < formOf.length; level++) {
      for (int row = 0; row < rows.size(); row++) {
        formOf[level][row] = form(column, rows.get(row)[column], level);
        leavesOf[level][row] = leaves(column, rows.get(row)[column], level);
      }
    }
    forms.add(formOf);
    leaves.add(leavesOf);
  }

  private boolean isKept(String[] row) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && small.missing().get(i) == MissingRule.SUPPRESS) {
        return false;
      }
    }
    return true;
  }

  List<Result> all() {
    List<Result> results = new ArrayList<>();
    int[] levels = new int[small.hierarchies().size()];
    boolean more = true;
    while (more) {
      results.add(evaluate(levels.clone()));
      int i = levels.length - 1;
      while (i >= 0 && levels[i] == height(i) - 1) {
        levels[i--] = 0;
      }
      more = i >= 0;
      if (more) {
        levels[i]++;
      }
    }
    return results;
  }

  private int height(int column) {
    return small.hierarchies().get(column)[0].length;
  }

  private Result evaluate(int[] levels) {
    Map<String, List<String>> tuplesOf = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder tuple = new StringBuilder();
      for (int i = 0; i < levels.length; i++) {
        tuple.append(forms.get(i)[levels[i]][row]).append('|');
      }
      tuplesOf
          .computeIfAbsent(subjects.get(row), person -> new ArrayList<>())
          .add(tuple.toString());
    }
    Map<String, Integer> sizes = new LinkedHashMap<>();
    Map<String, String> classOf = new LinkedHashMap<>();
    tuplesOf.forEach(
        (person, tuples) -> {
          Collections.sort(tuples);
          String name = String.join("\n", tuples);
          classOf.put(person, name);
          sizes.merge(name, 1, Integer::sum);
        });
    boolean[] out = new boolean[rows.size()];
    int suppressedRows = 0;
    for (int row = 0; row < out.length; row++) {
      out[row] = sizes.get(classOf.get(subjects.get(row))) < small.k();
      suppressedRows += out[row] ? 1 : 0;
    }
    int suppressed = sizes.values().stream().filter(n -> n < small.k()).mapToInt(n -> n).sum();
    int classes = (int) sizes.values().stream().filter(n -> n >= small.k()).count();
    boolean feasible =
        suppressed
            <= new BigDecimal(Double.toString(small.limit()))
                .multiply(new BigDecimal(tuplesOf.size()))
                .intValue();
    return new Result(levels, feasible, loss(levels, out), suppressedRows, classes);
  }

  private boolean isRoot(int column, int level) {
    String[][] hierarchy = small.hierarchies().get(column);
    return level > 0
        && level == height(column) - 1
        && Arrays.stream(hierarchy).map(row -> row[level]).distinct().count() == 1;
  }

  private String form(int column, String value, int level) {
    String[][] hierarchy = small.hierarchies().get(column);
    if (value == null) {
      return isRoot(column, level) ? hierarchy[0][level] : "<missing>";
    }
    return Arrays.stream(hierarchy).filter(row -> row[0].equals(value)).findFirst().get()[level];
  }

  private long leaves(int column, String value, int level) {
    if (value == null && !isRoot(column, level)) {
      return 1;
    }
    String form = form(column, value, level);
    return Arrays.stream(small.hierarchies().get(column))
        .filter(row -> row[level].equals(form))
        .count();
  }

  private double loss(int[] levels, boolean[] out) {
    double largest = Arrays.stream(small.weights()).max().getAsDouble();
    double[] losses = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      losses[i] = small.weights()[i] / largest * normalise(i, leaves.get(i)[levels[i]], out);
    }
    return aggregate(losses);
  }

  /** Returns x of one column: the definition, multiplied out by the number of its leaves. */
  private double normalise(int column, long[] leavesOfRow, boolean[] out) {
    double gs = small.metric().gsFactor();
    BigDecimal s = BigDecimal.valueOf(Math.min(1, 2 * gs));
    BigDecimal g = gs <= 0.5 ? BigDecimal.ONE : BigDecimal.valueOf(1 - 2 * (gs - 0.5));
    BigDecimal whole = BigDecimal.valueOf(small.hierarchies().get(column).length);
    BigDecimal sum = BigDecimal.ZERO;
    for (int row = 0; row < out.length; row++) {
      BigDecimal share = BigDecimal.valueOf(leavesOfRow[row]);
      BigDecimal suppressed =
          s.compareTo(BigDecimal.ONE) == 0 ? whole : share.add(s.multiply(whole.subtract(share)));
      sum = sum.add(out[row] ? suppressed : g.multiply(share));
    }
    BigDecimal all = BigDecimal.valueOf(out.length);
    BigDecimal least = g.multiply(all);
    BigDecimal range = all.multiply(whole).subtract(least);
    if (range.signum() <= 0) {
      return 0;
    }
    BigDecimal x = sum.subtract(least).max(BigDecimal.ZERO);
    return x.divide(range, 10, RoundingMode.FLOOR).doubleValue();
  }

  private double aggregate(double[] losses) {
    return switch (small.metric().aggregate()) {
      case SUM -> Arrays.stream(losses).sum();
      case ARITHMETIC_MEAN -> Arrays.stream(losses).sum() / losses.length;
      case MAXIMUM -> Arrays.stream(losses).max().getAsDouble();
      case RANK -> throw new IllegalStateException("not in these cases");
      case GEOMETRIC_MEAN -> {
        double product = 1;
        for (double loss : losses) {
          product *= loss + 1;
        }
        yield Math.pow(product, 1.0 / losses.length) - 1;
      }
    };
  }
}
