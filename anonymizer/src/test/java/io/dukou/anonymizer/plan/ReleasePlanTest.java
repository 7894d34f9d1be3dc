package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Table;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan file: what it holds, and that a changed one is refused. */
final class ReleasePlanTest {
  private static final Table TABLE =
      PlanCase.table(
          "id,name,age,zip,site,note",
          "1,An,31,200120,A,x",
          "2,Bo,34,200121,A,x",
          "3,Cy,52,100080,B,x",
          "4,Di,57,100081,B,x");

  private static final ReleasePlan PLAN =
      PlanCase.plan(
              TABLE,
              PlanCase.spec(
                  "subject: id\nothers: keep\ncsv: {delimiter: ';', encoding: GB18030}",
                  "name: {role: direct-identifier}",
                  "age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10}}}",
                  "zip: {role: quasi-identifier, hierarchy: {redact: {}}}",
                  "note: {role: free-text}"))
          .plan();

  @Test
  void planFile_holdsEverything() {
    ReleasePlan again = ReleasePlan.fromJson(PLAN.toJson());

    assertThat(again.toJson()).isEqualTo(PLAN.toJson());
    assertThat(again).isEqualTo(PLAN).hasSameHashCodeAs(PLAN);
    assertThat(again.planId()).isEqualTo(PLAN.planId());
    assertThat(again.csv()).isEqualTo(PLAN.csv());
    assertThat(again.subject()).contains("id");
    assertThat(again.k()).isEqualTo(2);
    assertThat(again.classes()).isEqualTo(PLAN.classes());
    assertThat(again.warnings()).isEqualTo(PLAN.warnings());
    assertThat(again.dataDigest()).isEqualTo(TABLE.digest());
    assertThat(again.loss()).isEqualTo(PLAN.loss());
    assertThat(again.minClassSize()).isEqualTo(2);
    assertThat(List.of(again.records(), again.subjects(), again.suppressedRecords()))
        .isEqualTo(List.of(4, 4, 0));
  }

  @Test
  void columns_areReleasedByTheirRole() {
    assertThat(PLAN.columns())
        .extracting(PlannedColumn::name)
        .containsExactly("id", "name", "age", "zip", "site", "note");
    assertThat(PLAN.releasedColumns())
        .extracting(PlannedColumn::name)
        .containsExactly("age", "zip", "site");
    assertThat(PLAN.column("id").orElseThrow().role()).isEqualTo(Role.DIRECT_IDENTIFIER);
    assertThat(PLAN.levelOf("age")).hasValue(1);
    assertThat(PLAN.levelOf("zip")).hasValue(1);
    assertThat(PLAN.levelOf("site")).isEmpty();
  }

  @Test
  void planFile_holdsNoCellAndNoKey() {
    assertThat(PLAN.toJson()).doesNotContain("200120", "20012", "\"An\"", "0000000000000000");
    assertThat(PLAN.toString()).isEqualTo("ReleasePlan[" + PLAN.planId() + "]");
  }

  @Test
  void planId_isTheDigestOfTheOtherKeys() throws Exception {
    String json = PLAN.toJson();
    String content = json.replace(",\"planId\":\"" + PLAN.planId() + "\"", "");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));

    assertThat(PLAN.planId()).isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
  }

  @Test
  void oneChangedCharacter_isRefused() {
    String json = PLAN.toJson();
    Random random = new Random(9);
    for (int i = 0; i < 400; i++) {
      char[] changed = json.toCharArray();
      int at = random.nextInt(changed.length);
      changed[at] = changed[at] == '7' ? '8' : '7';
      PlanException failure =
          catchThrowableOfType(
              PlanException.class, () -> ReleasePlan.fromJson(new String(changed)));

      assertThat(failure).as("character %d", at).isNotNull();
      assertThat(failure.error()).isEqualTo(PlanError.PLAN_FILE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "1",
        "{\"format\":\"dukou-release-plan\"}",
        "{\"format\":\"dukou-release-plan\",\"version\":1}",
        "{\"format\":\"dukou-release-plan\",\"version\":2}"
      })
  void textThatIsNoPlan_isRefused(String text) {
    PlanException failure =
        catchThrowableOfType(PlanException.class, () -> ReleasePlan.fromJson(text));

    assertThat(failure.error()).isEqualTo(PlanError.PLAN_FILE);
  }

  @Test
  void doubledKeyAndTrailingText_areRefused() {
    String json = PLAN.toJson();
    for (String text : List.of(json.replace("{\"format\"", "{\"k\":2,\"format\""), json + "{}")) {
      assertThat(catchThrowableOfType(PlanException.class, () -> ReleasePlan.fromJson(text)))
          .isNotNull();
    }
  }
}
