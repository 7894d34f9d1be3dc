package io.dukou.anonymizer.arx;

import com.sun.management.OperatingSystemMXBean;
import io.dukou.anonymizer.plan.MadeRows;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.plan.SharedData;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXResult;

/**
 * Plans the Adult data, or as many rows as {@code -Drows} says made from it, with the planner of
 * this library and with ARX, one after the other in this process, and prints processor time of the
 * whole process and wall time of the fastest of {@code -Druns} samples of each, and their ratios.
 * See docs/benchmark.md.
 *
 * <p>What is timed of ours is everything from the table in memory to the plan with its classes
 * hashed; of ARX, the call of its anonymizer with Loss in its precomputed form and its other
 * defaults, from its own table in memory to the result. Progress is heard by nobody.
 */
final class ArxComparison {
  private static final int RUNS = Integer.getInteger("runs", 20);
  private static final int ARX_RUNS = Integer.getInteger("arxRuns", RUNS);
  private static final int THREADS = Integer.getInteger("threads", 1);
  private static final int ROWS = Integer.getInteger("rows", 0);

  /** Share of cells that a made row takes from another row than the rest. */
  private static final double FOREIGN = Double.parseDouble(System.getProperty("foreign", "0.25"));

  private static final double BATCH_MILLIS = 400;
  private static final int MOST_IN_BATCH = 20;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ArxComparison() {}

  /** Runs the comparison for the suppression limits {@code arguments}. */
  public static void main(String[] arguments) {
    Table adult = SharedData.adult();
    Table table = ROWS == 0 ? adult : MadeRows.like(adult, ROWS, FOREIGN);
    print(
        "%,d rows, %,d different; ours with %d workers",
        table.rowCount(), distinct(table), THREADS);
    print("| limit | ours CPU ms | wall ms | ARX CPU ms | wall ms | CPU ratio | wall ratio |");
    print("|---|---|---|---|---|---|---|");
    for (String limit : arguments) {
      compare(table, SharedData.adultSpec(5, Double.parseDouble(limit)), limit);
    }
  }

  private static void compare(Table table, ReleaseSpec spec, String limit) {
    PlanOptions options = PlanOptions.with(PlanKey.of(new byte[32])).withThreads(THREADS);
    Measured ours = measure(RUNS, () -> () -> lossOf(Planner.optimal(), table, spec, options));
    PlanningTask task = PlanningTask.of(table, spec, options);
    Measured arx = measure(ARX_RUNS, () -> prepared(task, spec, options));
    if (Math.abs(ours.loss - arx.loss) > 1e-9 * ours.loss) {
      throw new IllegalStateException("ours loses " + ours.loss + ", ARX " + arx.loss);
    }
    print(
        "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |",
        limit, ours.cpu, ours.wall, arx.cpu, arx.wall, arx.cpu / ours.cpu, arx.wall / ours.wall);
  }

  private static double lossOf(
      Planner planner, Table table, ReleaseSpec spec, PlanOptions options) {
    return ((PlanOutcome.Planned) planner.plan(table, spec, options)).summary().loss();
  }

  /** Returns a run of ARX on a table of its own, which it takes once. */
  private static DoubleSupplier prepared(PlanningTask task, ReleaseSpec spec, PlanOptions options) {
    ArxInput input = new ArxInput(task, spec.models());
    ARXConfiguration configuration =
        new ArxSearch(task, spec, options).configuration(input, spec.models());
    return () -> {
      try {
        ARXResult result = new ARXAnonymizer().anonymize(input.data(), configuration);
        return Double.parseDouble(result.getGlobalOptimum().getHighestScore().toString());
      } catch (IOException e) {
        throw new IllegalStateException("the table is in memory", e);
      }
    };
  }

  /**
   * Returns the fastest of {@code runs} samples. A sample is a batch of tasks that takes long
   * enough for the clock of the processor, which ticks in hundredths of a second.
   */
  private static Measured measure(int runs, Preparation preparation) {
    Measured single = fastest(runs, 1, preparation);
    int batch = (int) Math.min(MOST_IN_BATCH, BATCH_MILLIS / single.cpu);
    return batch > 1 ? fastest(runs, batch, preparation) : single;
  }

  private static Measured fastest(int samples, int batch, Preparation preparation) {
    Measured fastest = sample(batch, preparation);
    for (int i = 1; i < samples; i++) {
      Measured next = sample(batch, preparation);
      fastest =
          new Measured(
              Math.min(fastest.cpu, next.cpu), Math.min(fastest.wall, next.wall), next.loss);
    }
    return fastest;
  }

  private static Measured sample(int batch, Preparation preparation) {
    List<DoubleSupplier> tasks =
        IntStream.range(0, batch).mapToObj(i -> preparation.prepare()).toList();
    double loss = 0;
    long cpuStart = SYSTEM.getProcessCpuTime();
    long wallStart = System.nanoTime();
    for (DoubleSupplier task : tasks) {
      loss = task.getAsDouble();
    }
    double wall = (System.nanoTime() - wallStart) / 1e6;
    double cpu = (SYSTEM.getProcessCpuTime() - cpuStart) / 1e6;
    return new Measured(cpu / batch, wall / batch, loss);
  }

  private static int distinct(Table table) {
    Set<List<Integer>> tuples = new HashSet<>();
    for (int row = 0; row < table.rowCount(); row++) {
      int at = row;
      tuples.add(
          Arrays.stream(table.columns().toArray(new Column[0]))
              .map(column -> column.code(at))
              .toList());
    }
    return tuples.size();
  }

  @SuppressWarnings("AnnotateFormatMethod") // one place, all formats are in this class
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Makes what a run needs, untimed. */
  @FunctionalInterface
  private interface Preparation {
    DoubleSupplier prepare();
  }

  /** The fastest run. */
  private record Measured(double cpu, double wall, double loss) {}
}
