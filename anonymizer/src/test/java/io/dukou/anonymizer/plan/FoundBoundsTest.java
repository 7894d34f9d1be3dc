package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds of ranges that planning finds in the data, and who is counted for them. */
final class FoundBoundsTest {
  private static final String AGE =
      "age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, top:"
          + " automatic}}}";

  @Test
  void boundThatNobodyAskedFor_isNotDrawn() {
    Table visits = visits(40, 12);
    ReleasePlan plan =
        PlanCase.plan(visits, PlanCase.spec("others: drop", AGE.replace(", top: automatic", "")))
            .plan();

    assertThat(bounds(plan).has("bottom")).isFalse();
    assertThat(bounds(plan).has("top")).isFalse();
  }

  @Test
  void populationBehindTheTable_standsBehindNoBound() {
    Table visits = visits(12, 1);
    Table town = visits(2, 40);
    TableSource source = new TableSource("town.csv", town);
    ReleaseSpec spec = PlanCase.spec("others: drop\nsuppressionLimit: 1", AGE);
    ReleaseSpec mapped =
        new ReleaseSpec(
            spec.csv(),
            spec.subject(),
            spec.attributes(),
            spec.others(),
            List.of(new ModelSpec.KMap(2, source)),
            1,
            spec.metric());

    assertThat(bounds(PlanCase.plan(visits, mapped).plan()).path("top").asText()).isEqualTo("30");
  }

  @Test
  void rowsOfOneSubject_drawNoBound() {
    Table visits = visits(12, 12);

    assertThat(top(visits, "subject: id")).isEqualTo("30");
    assertThat(top(visits, "others: drop")).isEqualTo("100");
  }

  @Test
  void largerK_asksForALargerCrowd() {
    Table visits = visits(40, 12);

    assertThat(top(visits, "others: drop\nmodels: [{type: k-anonymity, k: 12}]")).isEqualTo("100");
    assertThat(top(visits, "others: drop\nmodels: [{type: k-anonymity, k: 13}]")).isEqualTo("30");
  }

  /** Returns subjects of 31 to 39 with a visit each, and visits at 95 of one subject more. */
  private static Table visits(int subjects, int more) {
    List<String> lines = new ArrayList<>(List.of("id,age"));
    for (int subject = 0; subject < subjects; subject++) {
      lines.add("s" + subject + ",3" + (1 + subject % 9));
    }
    for (int visit = 0; visit < more; visit++) {
      lines.add("s" + subjects + ",95");
    }
    return PlanCase.table(lines.toArray(new String[0]));
  }

  private static String top(Table table, String rest) {
    ReleasePlan plan =
        PlanCase.plan(table, PlanCase.spec(rest + "\nsuppressionLimit: 1", AGE)).plan();
    return bounds(plan).path("top").asText("none");
  }

  private static JsonNode bounds(ReleasePlan plan) {
    return plan.columns().stream()
        .filter(column -> column.name().equals("age"))
        .findFirst()
        .orElseThrow()
        .hierarchy()
        .toJson()
        .path("intervals");
  }
}
