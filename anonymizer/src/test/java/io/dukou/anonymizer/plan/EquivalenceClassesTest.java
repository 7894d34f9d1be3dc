package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which rows and subjects belong together, and how their classes are hashed. */
final class EquivalenceClassesTest {
  private static final String AGE =
      "age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10}}}";
  private static final Table VISITS =
      PlanCase.table(
          "id,age", "a,31", "a,52", "b,55", "b,38", "c,31", "c,31", "d,33", "d,34", "e,51");
  private static final ReleasePlan PLAN =
      PlanCase.plan(VISITS, PlanCase.spec("subject: id\nsuppressionLimit: 0.2", AGE)).plan();

  @Test
  void subjects_withEqualMultisets_areOneClass() {
    EquivalenceClasses classes = EquivalenceClasses.of(VISITS, PLAN);

    assertThat(PLAN.levelOf("age")).hasValue(1);
    assertThat(classes.classCount()).isEqualTo(3);
    assertThat(classes.subjectCount()).isEqualTo(5);
    assertThat(namesByClass(classes)).containsExactlyInAnyOrder("ab", "cd", "e");
    assertThat(classes.rowsOf(classes.classOfSubject(0))).isEqualTo(4);
    assertThat(classes.subjectsOf(classes.classOfSubject(0))).isEqualTo(2);
  }

  @Test
  void hash_dependsOnFormsAlone_notOnOrderOrOtherRows() {
    Table other = PlanCase.table("age,id,extra", "40,x,1", "57,y,2", "39,y,3", "12,z,4");
    EquivalenceClasses classes = EquivalenceClasses.of(VISITS, PLAN);
    EquivalenceClasses others = EquivalenceClasses.of(other, PLAN);
    ClassHash hash = classes.hash(classes.classOfSubject(0), PlanCase.KEY);

    assertThat(others.hash(others.classOfSubject(1), PlanCase.KEY)).isEqualTo(hash);
    assertThat(others.hash(others.classOfSubject(0), PlanCase.KEY)).isNotEqualTo(hash);
    assertThat(PLAN.released(hash)).isTrue();
    assertThat(PLAN.classes()).containsEntry(hash, 2);
  }

  @Test
  void hash_dependsOnTheKey() {
    byte[] secret = new byte[PlanKey.LENGTH];
    secret[31] = 1;
    EquivalenceClasses classes = EquivalenceClasses.of(VISITS, PLAN);

    assertThat(classes.hash(0, PlanKey.of(secret))).isNotEqualTo(classes.hash(0, PlanCase.KEY));
    assertThat(classes.hashes(PlanCase.KEY)).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void subjectWithAValueOutside_hasNoClass() {
    Table table = PlanCase.table("id,age", "a,31", "a,x", "b,31", "b,32");
    EquivalenceClasses classes = EquivalenceClasses.of(table, PLAN);

    assertThat(classes.classOfRow(0)).isEqualTo(EquivalenceClasses.NONE);
    assertThat(classes.isOutside(0)).isFalse();
    assertThat(classes.isOutside(1)).isTrue();
    assertThat(classes.classCount()).isEqualTo(1);
    assertThat(classes.classOfRow(2)).isEqualTo(classes.classOfRow(3)).isZero();
  }

  @Test
  void rowLeftOutForAMissingValue_isAsIfItWereNotThere() {
    String suppress = AGE.replace("identifier,", "identifier, missing: suppress,");
    ReleasePlan plan =
        PlanCase.plan(VISITS, PlanCase.spec("subject: id\nsuppressionLimit: 0.2", suppress)).plan();
    Table gaps = PlanCase.table("id,age", "a,31", "a,", "b,32", ",", "c,");
    EquivalenceClasses classes = EquivalenceClasses.of(gaps, plan);

    assertThat(classes.subjectCount()).isEqualTo(2);
    assertThat(classes.subjectOfRow(1)).isEqualTo(EquivalenceClasses.NONE);
    assertThat(classes.classOfRow(0)).isEqualTo(classes.classOfRow(2));
  }

  @Test
  void missingCellAndText_haveDifferentHashes() {
    ReleasePlan plan =
        PlanCase.plan(
                PlanCase.table("c,d", "x,", "x,", ",x", ",x"),
                PlanCase.spec("", "c: {role: quasi-identifier}", "d: {role: quasi-identifier}"))
            .plan();

    assertThat(plan.classes()).hasSize(2);
  }

  @Test
  void tableThatDoesNotFit_isRefused() {
    assertThat(errorOf(PlanCase.table("id", "a"))).isEqualTo(PlanError.UNKNOWN_COLUMN);
    assertThat(errorOf(PlanCase.table("age", "1"))).isEqualTo(PlanError.UNKNOWN_COLUMN);
    assertThat(errorOf(PlanCase.table("id,age", ",1"))).isEqualTo(PlanError.MISSING_SUBJECT);
  }

  @Test
  void randomTables_areSortedAsTextsWouldBe() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      List<String> lines = new ArrayList<>(List.of("id,age"));
      for (int row = random.nextInt(40); row > 0; row--) {
        lines.add("p" + random.nextInt(12) + "," + random.nextInt(30));
      }
      Table table = PlanCase.table(lines.toArray(new String[0]));
      EquivalenceClasses classes = EquivalenceClasses.of(table, PLAN);
      Map<String, Integer> sizes = sizesByText(table);

      assertThat(classes.classCount()).isEqualTo(sizes.size());
      int[] found = new int[classes.classCount()];
      Arrays.setAll(found, classes::subjectsOf);
      assertThat(found)
          .containsExactlyInAnyOrder(sizes.values().stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static Map<String, Integer> sizesByText(Table table) {
    Map<String, List<Integer>> decades = new HashMap<>();
    for (int row = 0; row < table.rowCount(); row++) {
      decades
          .computeIfAbsent(table.value(row, 0), id -> new ArrayList<>())
          .add(Integer.parseInt(table.value(row, 1)) / 10);
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (List<Integer> all : decades.values()) {
      sizes.merge(all.stream().sorted().toList().toString(), 1, Integer::sum);
    }
    return sizes;
  }

  private static List<String> namesByClass(EquivalenceClasses classes) {
    String[] names = new String[classes.classCount()];
    Arrays.fill(names, "");
    for (int subject = 0; subject < classes.subjectCount(); subject++) {
      names[classes.classOfSubject(subject)] += classes.nameOfSubject(subject);
    }
    return List.of(names);
  }

  private static PlanError errorOf(Table table) {
    return catchThrowableOfType(PlanException.class, () -> EquivalenceClasses.of(table, PLAN))
        .error();
  }
}
