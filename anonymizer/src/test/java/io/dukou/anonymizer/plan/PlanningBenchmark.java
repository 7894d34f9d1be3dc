package io.dukou.anonymizer.plan;

import com.sun.management.OperatingSystemMXBean;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.lang.management.ManagementFactory;

/**
 * Plans the Adult data, or {@code -Drows} rows made from it, k = 5, at each suppression limit
 * given, and prints the processor and the wall time of the fastest of {@code -Druns} warm runs with
 * {@code -Dthreads} workers. See docs/benchmark.md.
 */
final class PlanningBenchmark {
  private static final int RUNS = Integer.getInteger("runs", 30);
  private static final int THREADS = Integer.getInteger("threads", 1);

  private static final int ROWS = Integer.getInteger("rows", 0);
  private static final double FOREIGN = Double.parseDouble(System.getProperty("foreign", "0.25"));

  private PlanningBenchmark() {}

  /** Runs the benchmark for the limits {@code arguments}. */
  public static void main(String[] arguments) {
    Table table = table();
    System.out.printf("%,d rows, at most %,d MiB%n", table.rowCount(), mebibytes());
    for (String limit : arguments) {
      measure(table, SharedData.adultSpec(5, Double.parseDouble(limit)), limit);
    }
  }

  private static Table table() {
    Table adult = SharedData.adult();
    return ROWS == 0 ? adult : MadeRows.like(adult, ROWS, FOREIGN);
  }

  private static long mebibytes() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }

  private static void measure(Table table, ReleaseSpec spec, String limit) {
    PlanOptions options = PlanOptions.with(PlanKey.of(new byte[32])).withThreads(THREADS);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double cpu = Double.POSITIVE_INFINITY;
    double wall = Double.POSITIVE_INFINITY;
    PlanSummary summary = null;
    for (int run = 0; run < RUNS; run++) {
      long cpuStart = system.getProcessCpuTime();
      long wallStart = System.nanoTime();
      summary = ((PlanOutcome.Planned) Planner.optimal().plan(table, spec, options)).summary();
      wall = Math.min(wall, (System.nanoTime() - wallStart) / 1e6);
      cpu = Math.min(cpu, (system.getProcessCpuTime() - cpuStart) / 1e6);
    }
    System.out.printf(
        "limit %s: %.0f ms CPU, %.0f ms wall, loss %s%n",
        limit, cpu, wall, summary == null ? "none" : summary.loss());
  }
}
