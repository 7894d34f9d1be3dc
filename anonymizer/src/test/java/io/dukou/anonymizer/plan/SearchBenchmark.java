package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times the steps of planning and protecting one after the other, with JMH, on invented subjects:
 * nine quasi-identifiers, k = 5, Loss, one worker. See docs/benchmark.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SearchBenchmark {
  private static final String SPECIFICATION =
      """
      attributes:
        age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2, 2]}}}
        weight: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2, 2]}}}
        height: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2]}}}
        visit: {role: quasi-identifier, hierarchy: {date: [day, month, quarter, year]}}
        county: {role: quasi-identifier, hierarchy: {redact: {}}}
        diagnosis: {role: quasi-identifier, hierarchy: {icd10: [category, block, chapter]}}
        sex: {role: quasi-identifier}
        arm: {role: quasi-identifier}
        smoker: {role: quasi-identifier}
      models: [{type: k-anonymity, k: 5}]
      suppressionLimit: %s
      """;

  private final PlanOptions options =
      PlanOptions.with(PlanKey.of(new byte[PlanKey.LENGTH])).withThreads(1);
  private final OrderKey order = OrderKey.of(new byte[OrderKey.BYTES]);

  /** Number of rows, each a subject. */
  @Param({"30000"})
  public int rows;

  /** Share of the subjects that may be suppressed. */
  @Param({"0.05", "1"})
  public String limit;

  private Table table;
  private ReleaseSpec spec;
  private PlanningTask task;
  private ReleasePlan plan;

  /** Makes the table, and what each step starts from. */
  @Setup
  public void prepare() {
    table = subjects(rows);
    spec = SpecParser.parse(SPECIFICATION.formatted(limit), "spec.yaml", SpecFiles.none());
    task = PlanningTask.of(table, spec, options);
    plan = ((PlanOutcome.Planned) Planner.optimal().plan(table, spec, options)).plan();
  }

  /** Counts the different rows: everything before the search. */
  @Benchmark
  public PlanningTask count() {
    return PlanningTask.of(table, spec, options);
  }

  /** Searches all combinations of levels. */
  @Benchmark
  public int[] search() {
    return task.search().run();
  }

  /** Plans as a whole: counts, searches, hashes the classes. */
  @Benchmark
  public PlanOutcome plan() {
    return Planner.optimal().plan(table, spec, options);
  }

  /** Applies a plan to the table. */
  @Benchmark
  public Protection protect() {
    return Protector.protect(table, plan, options.key(), order, Set.of());
  }

  private static Table subjects(int rows) {
    Random random = new Random(7);
    TableBuilder builder =
        Table.builder(
            List.of(
                "age", "weight", "height", "visit", "county", "diagnosis", "sex", "arm", "smoker"));
    for (int row = 0; row < rows; row++) {
      int age = Math.max(18, Math.min(90, (int) Math.round(52 + 14 * random.nextGaussian())));
      builder.add(0, Integer.toString(age));
      builder.add(1, Long.toString(Math.round(65 + 11 * random.nextGaussian())));
      builder.add(2, Long.toString(Math.round(166 + 8 * random.nextGaussian())));
      builder.add(3, "2025-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28)));
      builder.add(4, "4690%02d".formatted((int) Math.abs(8 * random.nextGaussian())));
      builder.add(5, "C%02d".formatted(Math.min(26, (int) Math.abs(8 * random.nextGaussian()))));
      builder.add(6, random.nextBoolean() ? "F" : "M");
      builder.add(7, "ABC".substring(random.nextInt(3)).substring(0, 1));
      builder.add(8, random.nextInt(5) == 0 ? "Y" : "N");
      builder.endRow();
    }
    return builder.build();
  }
}
