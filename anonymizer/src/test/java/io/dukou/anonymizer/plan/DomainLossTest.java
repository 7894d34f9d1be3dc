package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.plan.DomainLoss.ColumnLoss;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainLossTest {
  private static final PlanKey KEY = PlanKey.generate(new SecureRandom());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: loss}",
        "{type: loss, aggregate: sum}",
        "{type: loss, aggregate: rank}",
        "{type: loss, gsFactor: 0.2}",
        "{type: loss, gsFactor: 0.8}"
      })
  void total_isTheLossOfThePlan(String metric) {
    Random random = new Random(5);
    for (int run = 0; run < 20; run++) {
      Table table = table(random);
      ReleaseSpec spec = spec(metric);
      ReleasePlan plan = plan(table, spec);

      DomainLoss loss = DomainLoss.of(table, released(table, plan), plan, spec);

      assertThat(loss.total()).isCloseTo(plan.loss(), within(1e-12));
    }
  }

  @Test
  void columns_sayLevelAndLoss() {
    Table table = table(new Random(6));
    ReleaseSpec spec = spec("{type: height}");
    ReleasePlan plan = plan(table, spec);
    int[] nothing = new int[table.rowCount()];
    Arrays.fill(nothing, DomainLoss.NOT_RELEASED);

    List<ColumnLoss> columns = DomainLoss.of(table, nothing, plan, spec).columns();

    assertThat(columns).map(ColumnLoss::column).containsExactly("age", "zip");
    assertThat(columns).map(ColumnLoss::levels).containsExactly(4, 4);
    assertThat(columns).map(ColumnLoss::loss).containsExactly(1.0, 1.0);
  }

  @Test
  void adult_losesWhatItsOptimumLoses() {
    Table adult = SharedData.adult();
    ReleaseSpec spec = SharedData.adultSpec(5, 0.05);
    ReleasePlan plan = plan(adult, spec);

    DomainLoss loss = DomainLoss.of(adult, released(adult, plan), plan, spec);

    assertThat(loss.total()).isCloseTo(0.2419323650662908, within(1e-12));
  }

  private static ReleasePlan plan(Table table, ReleaseSpec spec) {
    PlanOutcome outcome = Planner.optimal().plan(table, spec, PlanOptions.with(KEY));
    return ((PlanOutcome.Planned) outcome).plan();
  }

  private static int[] released(Table table, ReleasePlan plan) {
    EquivalenceClasses classes = EquivalenceClasses.of(table, plan);
    int[] layers = new int[table.rowCount()];
    for (int row = 0; row < layers.length; row++) {
      boolean released = plan.released(classes.hash(classes.classOfRow(row), KEY));
      layers[row] = released ? 0 : DomainLoss.NOT_RELEASED;
    }
    return layers;
  }

  private static ReleaseSpec spec(String metric) {
    String text =
        """
        attributes:
          age: {role: quasi-identifier, weight: 0.4,
                hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
          zip: {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*"}}}
        models: [{type: k-anonymity, k: 3}]
        suppressionLimit: 0.3
        metric:\
        """;
    return SpecParser.parse(text + " " + metric + "\n", "spec.yaml", SpecFiles.in(Path.of("")));
  }

  private static Table table(Random random) {
    TableBuilder builder = Table.builder(List.of("age", "zip"));
    for (String zip : Arrays.asList("101", "102", "110", "120", "201", "202", "211", "212")) {
      for (int row = random.nextInt(9); row >= 0; row--) {
        builder.add(0, "" + (20 + random.nextInt(40)));
        builder.add(1, zip);
        builder.endRow();
      }
    }
    return builder.build();
  }
}
