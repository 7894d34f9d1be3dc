package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProtectorTest {
  private static final ProtectionOptions AS_IS = new ProtectionOptions(true, false);
  private static final ProtectionOptions STARRED = new ProtectionOptions(true, true);

  /** Three subjects of 30 to 34, three of 60 to 64, and one of 90 who is alone. */
  private final List<String> rows =
      List.of(
          "a,An Yi,30,F,x,s1,-",
          "b,Bo Er,31,F,y,s1,-",
          "c,Cai San,32,F,x,s2,-",
          "d,Deng Si,60,M,y,s2,-",
          "e,En Wu,61,M,x,s3,-",
          "f,Fan Liu,62,M,y,s3,-",
          "g,Ge Qi,90,M,x,s3,-");

  private final Table cut = Study.table(rows);
  private final ReleasePlan plan = Study.plan(cut, Study.spec(3, true, MissingRule.OWN_CATEGORY));

  @Test
  void plannedCut_releasesItsClassesAndSuppressesTheRest() {
    ProtectionCounts counts = Study.protect(cut, plan).counts();

    assertThat(counts).isEqualTo(new ProtectionCounts(7, 6, 1, 0, 0, 0, 0));
  }

  @Test
  void release_hasPlannedColumnsOnly() {
    assertThat(Study.csv(Study.protect(cut, plan)).lines().findFirst())
        .hasValue("age;sex;arm;site");
  }

  @Test
  void release_saysWhatItsColumnsAre() {
    ProtectedTable table = Study.protect(cut, plan).table();

    assertThat(table.column("age").orElseThrow().isGeneralised()).isTrue();
    assertThat(table.column("age").orElseThrow().level()).isEqualTo(1);
    assertThat(table.column("sex").orElseThrow().isGeneralised()).isFalse();
    assertThat(table.column("name")).isEmpty();
    assertThat(table.planId()).isEqualTo(plan.planId());
  }

  @Test
  void release_knowsItsSubjectsAndTheirClasses() {
    Protection protection = Study.protect(cut, plan);

    assertThat(protection.table().subjectCount()).isEqualTo(6);
    assertThat(protection.table().minClassSize()).isEqualTo(3);
    assertThat(protection.classOfSubject()).containsOnlyKeys("a", "b", "c", "d", "e", "f");
    assertThat(Set.copyOf(protection.classOfSubject().values())).hasSize(2);
  }

  @Test
  void originRow_isTheRowOfTheCut() {
    Protection protection = Study.protect(cut, plan);

    for (int row = 0; row < protection.table().rowCount(); row++) {
      int arm = protection.table().columns().indexOf(protection.table().column("arm").get());
      assertThat(protection.table().value(row, arm))
          .isEqualTo(cut.column("arm").valueAt(protection.originRow(row)));
    }
  }

  @Test
  void classWithTooFewSubjectsInThisCut_isWithheld() {
    List<String> fewer = new ArrayList<>(rows);
    fewer.remove(0);

    Protection protection = Study.protect(Study.table(fewer), plan);

    assertThat(protection.counts()).isEqualTo(new ProtectionCounts(6, 3, 0, 3, 0, 0, 0));
  }

  @Test
  void withheldSubject_doesNotCountForItsClass() {
    assertThat(Study.protect(cut, plan, "a").counts())
        .isEqualTo(new ProtectionCounts(7, 3, 1, 2, 0, 0, 1));
  }

  @Test
  void subjectWithAValueOutsideAHierarchy_isWithheldAltogether() {
    List<String> more = new ArrayList<>(rows);
    more.add("h,Hu Ba,33,F,x,s1,-");
    more.add("h,Hu Ba,33,X,x,s1,-");

    Protection protection = Study.protect(Study.table(more), plan);

    assertThat(protection.counts()).isEqualTo(new ProtectionCounts(9, 6, 0, 1, 2, 0, 0));
  }

  @Test
  void subjectWithAnotherMultiset_isOfAnUnknownClass() {
    List<String> more = new ArrayList<>(rows);
    more.add("a,An Yi,30,F,x,s1,-");

    assertThat(Study.protect(Study.table(more), plan).counts().unknownClass()).isEqualTo(5);
  }

  @Test
  void rowWithAMissingQuasiIdentifier_isDroppedWhereTheRuleSaysSo() {
    ReleasePlan dropping = Study.plan(cut, Study.spec(3, true, MissingRule.SUPPRESS));
    List<String> more = new ArrayList<>(rows);
    more.add("a,An Yi,,F,x,s1,-");

    ProtectionCounts counts = Study.protect(Study.table(more), dropping).counts();

    assertThat(counts.dropped()).isEqualTo(1);
    assertThat(counts.released()).isEqualTo(6);
  }

  @Test
  void columnThatThePlanDoesNotKnow_staysOut() {
    List<String> wider = rows.stream().map(row -> row + ",secret").toList();
    List<String> names = new ArrayList<>(Study.COLUMNS);
    names.add("new");

    String csv = Study.csv(Study.protect(Study.table(names, wider), plan));

    assertThat(csv).startsWith("age;sex;arm;site").doesNotContain("secret");
  }

  @Test
  void columnThatTheCutLacks_isRefused() {
    Table narrow = Study.table(List.of("id", "age", "sex", "site"), List.of("a,30,F,s1"));

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> Study.protect(narrow, plan))
        .withMessageContaining("arm")
        .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PlanError.UNKNOWN_COLUMN));
  }

  @Test
  void rowWithoutSubject_isRefused() {
    Table broken = Study.table(List.of(",An Yi,30,F,x,s1,-"));

    assertThatExceptionOfType(PlanException.class).isThrownBy(() -> Study.protect(broken, plan));
  }

  @Test
  void withholdingWithoutSubjectColumn_isRefused() {
    ReleasePlan byRow = Study.plan(cut, Study.spec(3, false, MissingRule.OWN_CATEGORY));

    assertThatIllegalArgumentException().isThrownBy(() -> Study.protect(cut, byRow, "a"));
  }

  @Test
  void keptOrder_isThatOfTheCut() {
    Protection protection = protect(cut, AS_IS);

    assertThat(Study.releasedRows(protection))
        .map(row -> row.substring(row.indexOf(';')))
        .containsExactly(";F;x;s1", ";F;y;s1", ";F;x;s2", ";M;y;s2", ";M;x;s3", ";M;y;s3");
  }

  @Test
  void starredRows_keepAllButTheirQuasiIdentifiers() {
    Protection protection = protect(cut, STARRED);

    assertThat(Study.releasedRows(protection)).hasSize(7).endsWith("*;*;x;s3");
    assertThat(protection.counts().suppressed()).isEqualTo(1);
    assertThat(protection.table().minClassSize()).isEqualTo(3);
  }

  @Test
  void starring_doesNotBringBackUnknownClasses() {
    List<String> fewer = new ArrayList<>(rows);
    fewer.remove(0);

    assertThat(Study.releasedRows(protect(Study.table(fewer), STARRED))).hasSize(3);
  }

  @Test
  void order_followsTheKey() {
    List<String> many = Study.rows(new Random(1), 300, 3);
    Table study = Study.table(many);
    ReleasePlan studyPlan = Study.plan(study, Study.spec(4, true, MissingRule.OWN_CATEGORY));
    byte[] other = new byte[OrderKey.BYTES];
    other[0] = 1;

    List<String> first = Study.releasedRows(Study.protect(study, studyPlan));
    List<String> second =
        Study.releasedRows(
            Protector.protect(study, studyPlan, Study.PLAN_KEY, OrderKey.of(other), Set.of()));

    assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void planOfAnotherKey_isRefused() {
    byte[] other = new byte[PlanKey.LENGTH];
    other[0] = 1;

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(
            () -> Protector.protect(cut, plan, PlanKey.of(other), Study.ORDER_KEY, Set.of(), AS_IS))
        .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PlanError.PLAN_FILE));
  }

  @Test
  void emptyCut_releasesNothing() {
    Protection protection = Study.protect(Study.table(List.of()), plan);

    assertThat(protection.table().rowCount()).isZero();
    assertThat(protection.table().minClassSize()).isZero();
    assertThat(Study.csv(protection).strip()).isEqualTo("age;sex;arm;site");
  }

  @Test
  void texts_showNoCell() {
    Protection protection = Study.protect(cut, plan);

    assertThat(protection.toString() + protection.table()).doesNotContain("30", "s1", "An Yi");
  }

  private Protection protect(Table table, ProtectionOptions options) {
    return Protector.protect(table, plan, Study.PLAN_KEY, Study.ORDER_KEY, Set.of(), options);
  }
}
