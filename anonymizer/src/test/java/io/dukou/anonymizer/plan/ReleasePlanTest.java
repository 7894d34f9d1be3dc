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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    String content = content(PLAN);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));

    assertThat(PLAN.planId()).isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
  }

  @Test
  void plan_isSealedWithItsKeyOnly() {
    ReleasePlan again = ReleasePlan.fromJson(PLAN.toJson());
    byte[] other = new byte[PlanKey.LENGTH];
    other[31] = 1;

    again.requireSealedWith(PlanCase.KEY);
    refusal(() -> again.requireSealedWith(PlanKey.of(other)));
  }

  @Test
  void seal_isThatOfTheNameUnderADerivedKey() throws Exception {
    byte[] derived = hmac(new byte[PlanKey.LENGTH], "dukou plan seal 1");
    String seal = HexFormat.of().formatHex(hmac(derived, PLAN.planId()));

    assertThat(PLAN.toJson()).endsWith(",\"seal\":\"hmac-sha256:" + seal + "\"}");
  }

  @Test
  void editedPlanWithItsDigestMadeAnew_isRefusedByItsSeal() throws Exception {
    String edited = content(PLAN).replace("\"free-text\"", "\"insensitive\"");
    ReleasePlan plan = ReleasePlan.fromJson(withIds(edited, sealOf(PLAN)));

    assertThat(plan.releasedColumns()).extracting(PlannedColumn::name).contains("note");
    assertThat(refusal(() -> plan.requireSealedWith(PlanCase.KEY)))
        .contains("was changed after it was made");
  }

  @Test
  void planWithoutSeal_isRefused() {
    String unsealed = PLAN.toJson().replaceFirst(",\"seal\":\"[^\"]*\"", "");

    assertThat(refusal(() -> ReleasePlan.fromJson(unsealed))).contains("no seal");
  }

  @Test
  void storedPlan_isReadIfItIsSealedOrOlderThanSeals() throws Exception {
    String old = content(PLAN).replace("\"version\":3", "\"version\":2");
    String unsealed = withIds(old, "x").replace(",\"seal\":\"x\"", "");

    ReleasePlan read = ReleasePlan.fromStore(unsealed, PlanCase.KEY);

    assertThat(read.toJson()).isEqualTo(PLAN.toJson());
    assertThat(ReleasePlan.fromStore(PLAN.toJson(), PlanCase.KEY)).isEqualTo(PLAN);
    assertThat(refusal(() -> ReleasePlan.fromJson(unsealed))).contains("another version");
    refusal(() -> ReleasePlan.fromStore(unsealed.replace("\"k\":2", "\"k\":1"), PlanCase.KEY));
    refusal(() -> ReleasePlan.fromStore(withIds(content(PLAN), "x"), PlanCase.KEY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"delimiter\":\";\" | \"delimiter\":\"\"",
        "\"delimiter\":\";\" | \"delimiter\":\";;\"",
        "\"encoding\":\"GB18030\" | \"encoding\":\"x y\"",
        "\"name\":\"name\" | \"name\":\"age\"",
        "\"k\":2,\"models | \"k\":0,\"models",
        "\"level\":1 | \"level\":99",
        "\"classes\":{ | \"classes\":{\"zz\":1,",
      })
  void planOfParts_thatNoPlannerMakes_isRefused(String part, String other) throws Exception {
    String edited = content(PLAN).replace(part, other);

    assertThat(edited).isNotEqualTo(content(PLAN));
    refusal(() -> ReleasePlan.fromJson(withIds(edited, "x")));
  }

  @Test
  void planWithoutColumns_isRefused() throws Exception {
    String edited = content(PLAN).replaceFirst("\"columns\":.*,\"k\"", "\"columns\":[],\"k\"");

    refusal(() -> ReleasePlan.fromJson(withIds(edited, "x")));
  }

  private static String refusal(ThrowingCallable reading) {
    PlanException failure = catchThrowableOfType(PlanException.class, reading);
    assertThat(failure).isNotNull();
    assertThat(failure.error()).isEqualTo(PlanError.PLAN_FILE);
    return failure.getMessage();
  }

  private static String sealOf(ReleasePlan plan) {
    return plan.toJson().replaceFirst(".*\"seal\":\"([^\"]*)\"}", "$1");
  }

  private static String content(ReleasePlan plan) {
    return plan.toJson().replaceFirst(",\"planId\":\"[^\"]*\",\"seal\":\"[^\"]*\"", "");
  }

  private static String withIds(String content, String seal) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    return "%s,\"planId\":\"sha256:%s\",\"seal\":\"%s\"}"
        .formatted(
            content.substring(0, content.length() - 1), HexFormat.of().formatHex(digest), seal);
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
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
              PlanException.class,
              () -> ReleasePlan.fromJson(new String(changed)).requireSealedWith(PlanCase.KEY));

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
        "{\"format\":\"dukou-release-plan\",\"version\":2}",
        "{\"format\":\"dukou-release-plan\",\"version\":3}",
        "{\"format\":\"dukou-release-plan\",\"version\":3,\"seal\":\"x\"}"
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
