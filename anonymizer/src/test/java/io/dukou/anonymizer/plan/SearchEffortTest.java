package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many combinations are counted until the optimum is certain. The search is the same each time
 * with one worker, so the numbers are those of today; whoever lets more be left out lowers them.
 */
final class SearchEffortTest {
  private static final Table PEOPLE = people();

  private static Table people() {
    Random random = new Random(12);
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,s"));
    for (int row = 0; row < 300; row++) {
      lines.add(
          String.join(
              ",",
              String.valueOf(random.nextInt(24)),
              String.valueOf(Math.min(random.nextInt(24), random.nextInt(24))),
              String.valueOf(random.nextInt(9)),
              String.valueOf(random.nextInt(4)),
              "s" + random.nextInt(5)));
    }
    return PlanCase.table(lines.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "'{type: loss}', 0, 29",
    "'{type: loss}', 0.1, 46",
    "'{type: loss, aggregate: rank}', 0.1, 30",
    "'{type: loss, gsFactor: 0.8}', 1, 55",
    "'{type: non-uniform-entropy}', 0.1, 58",
    "'{type: aecs}', 0.2, 208",
    "'{type: discernibility}', 0.2, 97",
    "'{type: discernibility-star}', 0.2, 167",
    "'{type: precision}', 0.1, 83",
    "'{type: height}', 0.1, 81",
  })
  void optimum_isCertainAfterFewCounts(String metric, double limit, long most) {
    PlanSummary summary =
        PlanCase.plan(
                PEOPLE,
                PlanCase.spec(
                    "models: [{type: k-anonymity, k: 4}]\nsuppressionLimit: "
                        + limit
                        + "\nmetric: "
                        + metric,
                    interval("a"),
                    interval("b"),
                    interval("c"),
                    interval("d"),
                    "s: {role: insensitive}"))
            .summary();

    assertThat(summary.transformations()).isEqualTo(625);
    assertThat(summary.checked()).isLessThanOrEqualTo(most);
  }

  private static String interval(String name) {
    return name
        + ": {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 2, factors: [2,"
        + " 2]}}}";
  }
}
