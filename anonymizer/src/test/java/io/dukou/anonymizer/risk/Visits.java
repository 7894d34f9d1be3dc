package io.dukou.anonymizer.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/** Five persons, two of whom come twice, planned and released. */
public final class Visits {
  private static final String SPEC =
      """
      subject: id
      attributes:
        id: {role: direct-identifier}
        age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        arm: {role: sensitive}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0.4
      """;
  private static final String ROWS =
      "id,age,arm\na,31,x\na,52,x\nb,33,x\nb,55,x\nc,44,x\nd,47,y\ne,91,y\n";

  private Visits() {}

  /** Returns the table. */
  public static Table table() {
    return read(ROWS.getBytes(UTF_8));
  }

  /** Returns its specification. */
  public static ReleaseSpec spec() {
    return SpecParser.parse(SPEC, "visits.yaml", SpecFiles.in(Path.of("")));
  }

  /** Returns the plan of the table. */
  public static ReleasePlan plan(PlanKey key) {
    return ((PlanOutcome.Planned) Planner.optimal().plan(table(), spec(), PlanOptions.with(key)))
        .plan();
  }

  /** Returns input, plan and released file, as a sample of 500 persons. */
  public static RiskComparison comparison() {
    PlanKey key = PlanKey.generate(new SecureRandom());
    Table table = table();
    ReleaseSpec spec = spec();
    ReleasePlan plan = plan(key);
    Protection protection =
        Protector.protect(table, plan, key, OrderKey.generate(new SecureRandom()), Set.of());
    RiskOptions options = RiskOptions.DEFAULT.withPopulation(Population.ofSize(500));
    return RiskComparison.of(RiskReport.of(table, spec, options))
        .withPlan(RiskReport.ofRelease(table, spec, plan, protection, options), plan.planId())
        .withReleased(RiskReport.of(released(protection), spec, options));
  }

  private static Table released(Protection protection) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    CsvWriter.write(
        protection.table().columns(), protection.table().rowCount(), CsvOptions.DEFAULT, file);
    return read(file.toByteArray());
  }

  private static Table read(byte[] csv) {
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "visits.csv");
  }
}
