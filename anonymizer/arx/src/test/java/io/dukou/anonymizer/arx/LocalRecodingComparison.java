package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.plan.SharedData;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.RefinementSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXResult;
import org.deidentifier.arx.DataHandle;
import org.deidentifier.arx.exceptions.RollbackRequiredException;
import org.jspecify.annotations.Nullable;

/**
 * Releases the Adult data at k = 5 by the refinement of this library and by the local recoding of
 * ARX, in one run, and prints for both what leaves: records, classes as displayed, the smallest of
 * them, and the loss. See anonymizer/README.md.
 *
 * <p>Loss is measured by one piece of code on the displayed cells of both, by the definition of the
 * Loss metric with gsFactor 0.5 and the geometric mean; a record that does not leave, or is {@code
 * *} throughout, loses everything.
 *
 * <p>ARX is asked as its manual and examples ask it: local recoding iterated until it releases no
 * more, each time at least one record ({@code 1 / n}, its examples 38 and 56) or one in a hundred
 * (examples 54 and 57).
 */
final class LocalRecodingComparison {
  private static final int K = 5;
  private static final int LAYERS = Integer.getInteger("layers", RefinementSpec.MOST_LAYERS);
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanKey.of(new byte[32]));
  private static final List<Double> FACTORS = List.of(0.5, 0.0);
  private static final String ROOT = "*";

  private final Table table = SharedData.adult();
  private final ReleaseSpec spec;
  private final String name;
  private final PlanningTask task;

  private LocalRecodingComparison(double limit, double factor) {
    ReleaseSpec asked = SharedData.adultSpec(K, limit);
    this.spec =
        new ReleaseSpec(
            asked.csv(),
            asked.subject(),
            asked.attributes(),
            asked.others(),
            asked.models(),
            limit,
            MetricSpec.loss(MetricSpec.DEFAULT.aggregate(), factor));
    this.name = limit + " | " + factor;
    this.task = PlanningTask.of(table, spec, OPTIONS);
  }

  /** Runs the comparison for the suppression limits {@code arguments}. */
  public static void main(String[] arguments) throws Exception {
    print("| limit | gsFactor | by | layers | records | classes | smallest | loss | wall s |");
    print("|---|---|---|---|---|---|---|---|---|");
    for (String limit : arguments) {
      for (double factor : FACTORS) {
        LocalRecodingComparison comparison =
            new LocalRecodingComparison(Double.parseDouble(limit), factor);
        comparison.ours("Dukou, no refinement", RefinementSpec.NONE);
        comparison.ours("Dukou, refinement 1/n", new RefinementSpec(LAYERS, 0));
        comparison.ours("Dukou, refinement 0.01", new RefinementSpec(LAYERS, 0.01));
        comparison.arx(1.0 / comparison.table.rowCount(), "1/n");
        comparison.arx(0.01, "0.01");
      }
    }
  }

  private void ours(String by, RefinementSpec refinement) {
    long start = System.nanoTime();
    PlanOutcome.Planned planned =
        (PlanOutcome.Planned) Planner.optimal().plan(table, spec.with(refinement), OPTIONS);
    double seconds = (System.nanoTime() - start) / 1e9;
    Protection protection =
        Protector.protect(
            table,
            planned.plan(),
            OPTIONS.key(),
            OrderKey.of(new byte[OrderKey.BYTES]),
            Set.of(),
            new ProtectionOptions(true, true));
    report(by, planned.plan().layers(), seconds, protection.table()::value);
  }

  private void arx(double share, String how) throws IOException, RollbackRequiredException {
    ArxInput input = new ArxInput(task, spec.models());
    ARXConfiguration configuration =
        new ArxSearch(task, spec, OPTIONS).configuration(input, spec.models());
    long start = System.nanoTime();
    ARXResult result = new ARXAnonymizer().anonymize(input.data(), configuration);
    DataHandle output = result.getOutput(false);
    if (how.equals("1/n")) {
      report(
          "ARX, no local recoding",
          1,
          (System.nanoTime() - start) / 1e9,
          (row, column) -> decoded(column, output.getValue(row, column)));
    }
    int steps = 1 + result.optimizeIterativeFast(output, share).getNumberOfSteps();
    double seconds = (System.nanoTime() - start) / 1e9;
    report(
        "ARX, local recoding " + how,
        steps,
        seconds,
        (row, column) -> decoded(column, output.getValue(row, column)));
  }

  /** Returns the form that a word of {@link QuasiIdentifierWords} stands for. */
  private @Nullable String decoded(int column, String word) {
    if (word.equals(ROOT)) {
      return ROOT;
    }
    int dot = word.indexOf('.');
    int level = Integer.parseInt(word.substring(0, dot));
    return task.columns().get(column).form(level, Integer.parseInt(word.substring(dot + 1)));
  }

  private void report(String by, int layers, double seconds, Cells cells) {
    int columns = task.columns().size();
    double[] sums = new double[columns];
    Map<List<@Nullable String>, Integer> classes = new HashMap<>();
    int records = 0;
    for (int row = 0; row < table.rowCount(); row++) {
      List<@Nullable String> shown = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        shown.add(cells.at(row, column));
        sums[column] += share(row, column, cells.at(row, column));
      }
      if (shown.stream().allMatch(ROOT::equals)) {
        continue;
      }
      records++;
      classes.merge(shown, 1, Integer::sum);
    }
    int smallest = classes.values().stream().mapToInt(size -> size).min().orElse(0);
    print(
        "| %s | %s | %d | %,d | %,d | %d | %.4f | %.1f |",
        name, by, layers, records, classes.size(), smallest, loss(sums), seconds);
  }

  /** Returns the share of the leaves that a displayed cell stands for. */
  private double share(int row, int number, @Nullable String cell) {
    GeneralisedColumn column = task.columns().get(number);
    int original = column.column().code(row);
    for (int level = 0; level < column.levels(); level++) {
      int form = column.code(level, original);
      if (String.valueOf(column.form(level, form)).equals(cell)) {
        return (double) column.leaves(level, form) / column.leafCount();
      }
    }
    if (ROOT.equals(cell)) {
      return 1;
    }
    throw new IllegalStateException("a cell is no form of its value");
  }

  /** Returns the geometric mean of the normalised losses. */
  private double loss(double[] sums) {
    double product = 1;
    for (int i = 0; i < sums.length; i++) {
      double least = (double) table.rowCount() / task.columns().get(i).leafCount();
      product *= 1 + Math.max(0, (sums[i] - least) / (table.rowCount() - least));
    }
    return Math.pow(product, 1.0 / sums.length) - 1;
  }

  @SuppressWarnings("AnnotateFormatMethod") // one place, all formats are in this class
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** The displayed cells, rows in the order of the table. */
  @FunctionalInterface
  private interface Cells {
    @Nullable String at(int row, int column);
  }
}
