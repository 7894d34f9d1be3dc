package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Plans of tables and specifications written out in a test. */
final class PlanCase {
  /** A key that all tests may use. */
  static final PlanKey KEY = PlanKey.of(new byte[PlanKey.LENGTH]);

  private PlanCase() {}

  /** Reads a table from lines. */
  static Table table(String... lines) {
    byte[] csv = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "table.csv");
  }

  /** Reads a specification with k = 2 unless {@code rest} says otherwise. */
  static ReleaseSpec spec(String rest, String... attributes) {
    StringBuilder text = new StringBuilder("attributes:\n");
    for (String attribute : attributes) {
      text.append("  ").append(attribute).append('\n');
    }
    if (!rest.contains("models:")) {
      text.append("models: [{type: k-anonymity, k: 2}]\n");
    }
    return SpecParser.parse(text.append(rest).toString(), "spec.yaml", SpecFiles.none());
  }

  /** Plans with {@link #KEY}. */
  static PlanOutcome outcome(Table table, ReleaseSpec spec) {
    return Planner.optimal().plan(table, spec, PlanOptions.with(KEY));
  }

  /** Plans something that is feasible. */
  static PlanOutcome.Planned plan(Table table, ReleaseSpec spec) {
    return (PlanOutcome.Planned) outcome(table, spec);
  }
}
