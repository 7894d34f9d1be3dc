package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.PlanWarning.Kind;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Columns that are released as they are and undo what generalisation does. */
final class WarningScanTest {
  private static final String AGE =
      "age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 50}}}";
  private static final String EXTRA = "extra: {role: insensitive}";
  private static final Random RANDOM = new Random(3);
  private static final int[] AGES = RANDOM.ints(400, 20, 40).toArray();

  @Test
  void coarserFormOfAQuasiIdentifier_refinesIt() {
    assertThat(warnings(row -> AGES[row] < 30 ? "<30" : ">=30"))
        .containsExactly(new PlanWarning(Kind.REFINES, "extra", "age"));
  }

  @Test
  void finerFormOfAQuasiIdentifier_determinesIt() {
    assertThat(warnings(row -> AGES[row] + (row % 2 == 0 ? "a" : "b")))
        .containsExactly(new PlanWarning(Kind.DETERMINES, "extra", "age"));
  }

  @Test
  void coarserFormWithAFewWrongEntries_stillRefines() {
    assertThat(warnings(row -> row % 150 == 7 || AGES[row] < 30 ? "<30" : ">=30"))
        .containsExactly(new PlanWarning(Kind.REFINES, "extra", "age"));
  }

  @Test
  void columnsOfManyValues_areRelatedToo() {
    List<String> lines = new ArrayList<>(List.of("age,extra"));
    for (int row = 0; row < 6_000; row++) {
      lines.add(row % 3_000 + ",x" + row % 3_000);
    }
    ReleasePlan plan =
        PlanCase.plan(
                PlanCase.table(lines.toArray(new String[0])),
                PlanCase.spec("suppressionLimit: 0", AGE, EXTRA))
            .plan();

    assertThat(plan.warnings()).containsExactly(new PlanWarning(Kind.DETERMINES, "extra", "age"));
  }

  @Test
  void independentColumn_isNoCause() {
    assertThat(warnings(row -> "arm " + row % 3)).isEmpty();
    assertThat(warnings(row -> "the same")).isEmpty();
  }

  @Test
  void columnThatIsNearlyAlwaysTheSame_isNotTakenForAFormOfAge() {
    assertThat(warnings(row -> row % 40 == 0 ? "yes" : "no")).isEmpty();
  }

  @Test
  void valueOfTooFewSubjects_isRare() {
    assertThat(warnings(row -> row == 17 ? "only one" : "arm " + row % 3))
        .containsExactly(new PlanWarning(Kind.RARE_VALUE, "extra", null));
  }

  @Test
  void manyRowsOfOneSubject_areOneHolder() {
    List<String> lines = new ArrayList<>(List.of("id,age,extra"));
    for (int row = 0; row < 60; row++) {
      lines.add("p" + row / 3 + "," + (20 + row % 3) + "," + (row < 3 ? "rare" : "arm " + row % 2));
    }
    ReleasePlan plan =
        PlanCase.plan(
                PlanCase.table(lines.toArray(new String[0])),
                PlanCase.spec("subject: id\nsuppressionLimit: 0", AGE, EXTRA))
            .plan();

    assertThat(plan.warnings()).containsExactly(new PlanWarning(Kind.RARE_VALUE, "extra", null));
  }

  @Test
  void suppressedRows_saySoNothing() {
    List<String> lines = lines(row -> "arm " + row % 3);
    lines.add("99,alone");
    ReleasePlan plan =
        PlanCase.plan(
                PlanCase.table(lines.toArray(new String[0])),
                PlanCase.spec("suppressionLimit: 0.01", AGE, EXTRA))
            .plan();

    assertThat(plan.suppressedRecords()).isEqualTo(1);
    assertThat(plan.warnings()).isEmpty();
  }

  private static Optional<Kind> relation(String... lines) {
    Table table = PlanCase.table(lines);
    return WarningScan.relation(table.column("extra"), table.column("age"), table.column("id"));
  }

  @Test
  void oneRepetitionThatAgrees_isEnough_andOneThatDoesNotIsTooMuch() {
    assertThat(relation("id,extra,age", "p,x,1", "q,x,1", "r,y,2")).contains(Kind.DETERMINES);
    assertThat(relation("id,extra,age", "p,x,1", "q,x,2", "r,y,2", "s,z,2")).isEmpty();
    assertThat(relation("id,extra,age", "p,x,1", "q,y,2", "r,z,3")).isEmpty();
  }

  @Test
  void repetitionsOfOneSubject_areNone() {
    assertThat(relation("id,extra,age", "p,x,1", "p,x,1", "q,y,2")).isEmpty();
    assertThat(relation("id,extra,age", "p,x,1", "q,y,2", "p,x,1")).contains(Kind.DETERMINES);
    assertThat(relation("id,extra,age", "p,x,1", "p,x,2", "q,y,2", "q,y,1")).isEmpty();
    assertThat(relation("id,extra,age", "p,x,1", "p,y,1", "q,x,2", "q,y,2")).isEmpty();
    assertThat(relation("id,extra,age", "p,x,1", "q,x,1", "q,y,1", "r,z,2"))
        .contains(Kind.DETERMINES);
  }

  @Test
  void columnOfOneValue_isInNoRelation() {
    assertThat(relation("id,extra,age", "p,x,1", "q,x,1", "r,x,1")).isEmpty();
    assertThat(relation("id,extra,age", "p,x,1", "q,x,1", "r,y,1")).isEmpty();
  }

  /** Of 100 repetitions 99 agree, which is just enough; 98 of 99 are not. */
  @Test
  void ninetyNineOfAHundred_agree() {
    assertThat(relation(pairs(50, 51, 1))).contains(Kind.DETERMINES);
    assertThat(relation(pairs(50, 50, 1))).isEmpty();
  }

  /** Where one age is nearly everybody's, agreeing with it says nothing. */
  @Test
  void commonestValue_explainsAtMostNineOfTen() {
    assertThat(relation(pairs(1_000, 111, 1))).contains(Kind.REFINES);
    assertThat(relation(pairs(1_000, 110, 1))).isEmpty();
  }

  /** Returns rows of x and 1, of y and 2, and of y and 1. */
  private static String[] pairs(int first, int second, int wrong) {
    List<String> lines = new ArrayList<>(List.of("id,extra,age"));
    for (int row = 0; row < first; row++) {
      lines.add("p" + row + ",x,1");
    }
    for (int row = 0; row < second; row++) {
      lines.add("q" + row + ",y,2");
    }
    for (int row = 0; row < wrong; row++) {
      lines.add("r" + row + ",y,1");
    }
    return lines.toArray(new String[0]);
  }

  @Test
  void warning_isWorded() {
    assertThat(new PlanWarning(Kind.REFINES, "AGEGR1", "AGE").text())
        .isEqualTo("insensitive column AGEGR1 refines AGE");
    for (Kind kind : Kind.values()) {
      assertThat(new PlanWarning(kind, "SITE", "AGE").text()).contains("SITE");
      assertThat(kind.word()).matches("[a-z-]+");
    }
  }

  private static List<PlanWarning> warnings(IntFunction<String> extra) {
    return PlanCase.plan(
            PlanCase.table(lines(extra).toArray(new String[0])),
            PlanCase.spec("suppressionLimit: 0", AGE, EXTRA))
        .plan()
        .warnings();
  }

  private static List<String> lines(IntFunction<String> extra) {
    List<String> lines = new ArrayList<>(List.of("age,extra"));
    for (int row = 0; row < AGES.length; row++) {
      lines.add(AGES[row] + "," + extra.apply(row));
    }
    return lines;
  }
}
