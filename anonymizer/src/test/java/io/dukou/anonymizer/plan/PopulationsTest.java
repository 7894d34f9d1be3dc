package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is counted though not released: the rest of a table, and tables of a population. */
final class PopulationsTest {
  private static final Table TABLE = PlanCase.table("id,a", "p,1", "p,2", "q,1", "r,5");

  private static Preparation prepared(Table subset, boolean withMap) {
    ReleaseSpec spec =
        PlanCase.spec("subject: id", "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}");
    ModelSpec presence = new ModelSpec.DeltaPresence(0, 1, new TableSource("subset.csv", subset));
    ModelSpec map =
        new ModelSpec.KMap(1, new TableSource("town.csv", PlanCase.table("a", "1", "5", "5")));
    return Preparation.of(
        TABLE,
        new ReleaseSpec(
            spec.csv(),
            spec.subject(),
            spec.attributes(),
            spec.others(),
            withMap ? List.of(presence, map) : List.of(presence),
            0,
            spec.metric()));
  }

  @Test
  void subsetWithSomeRowsOfASubject_isRefused_whicheverSubjectItIs() {
    for (Table split :
        List.of(
            PlanCase.table("id,a", "p,1", "q,1"), PlanCase.table("id,a", "q,1", "r,5", "p,2"))) {
      assertThatExceptionOfType(PlanException.class)
          .isThrownBy(() -> prepared(split, false))
          .withMessageContaining("some, but not all, rows of a subject")
          .matches(failure -> failure.error() == PlanError.SUBSET_DOES_NOT_FIT);
    }
  }

  @Test
  void subset_isWhatIsReleased_andWhatThePlanIsFor() {
    Table subset = PlanCase.table("id,a", "r,5", "p,1", "p,2");
    Preparation prepared = prepared(subset, false);

    assertThat(prepared.table().rowCount()).isEqualTo(3);
    assertThat(prepared.dataDigest()).isEqualTo(subset.digest()).isNotEqualTo(TABLE.digest());
    assertThat(prepared.universe().plannedSubjects()).isEqualTo(2);
    assertThat(prepared.universe().subjectCount()).isEqualTo(3);
    assertThat(prepared.universe().populations())
        .containsExactly(new Universe.Population(3, 4, true));
  }

  @Test
  void populations_followEachOther() {
    Preparation prepared = prepared(PlanCase.table("id,a", "r,5", "p,1", "p,2"), true);

    assertThat(prepared.universe().rowCount()).isEqualTo(3 + 1 + 3);
    assertThat(prepared.universe().populations())
        .containsExactly(new Universe.Population(3, 4, true), new Universe.Population(4, 7, false));
    assertThat(prepared.populations()).hasSize(2);
  }

  @Test
  void personWithAValueOutsideAHierarchy_isNotCounted() {
    Table persons = PlanCase.table("a", "1", "2", "text", "7");
    Table visits = PlanCase.table("id,a", "x,1", "x,text", "y,1", "y,2", "z,text", "z,1");

    assertThat(personsCounted("", persons)).isEqualTo(3);
    assertThat(personsCounted("subject: id", visits)).isEqualTo(1);
  }

  /** Returns the persons of a population, of all classes together. */
  private static int personsCounted(String subject, Table population) {
    ReleaseSpec spec =
        PlanCase.spec(
            subject + "\nothers: drop", "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}");
    ModelSpec map = new ModelSpec.KMap(1, new TableSource("town.csv", population));
    Preparation prepared =
        Preparation.of(
            TABLE,
            new ReleaseSpec(
                spec.csv(),
                spec.subject(),
                spec.attributes(),
                spec.others(),
                List.of(map),
                0,
                spec.metric()));
    Grouping base = FrequencyTableBuilder.build(prepared.universe()).base();
    return Arrays.stream(base.populations[0], 0, base.classCount).sum();
  }

  @Test
  void personOfAPopulationWithoutASubject_isNamedWithItsFile() {
    ReleaseSpec spec =
        PlanCase.spec("subject: id", "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}");
    ModelSpec map =
        new ModelSpec.KMap(1, new TableSource("town.csv", PlanCase.table("id,a", "p,1", ",5")));

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(
            () ->
                Preparation.of(
                    TABLE,
                    new ReleaseSpec(
                        spec.csv(),
                        spec.subject(),
                        spec.attributes(),
                        spec.others(),
                        List.of(map),
                        0,
                        spec.metric())))
        .withMessageStartingWith("town.csv: line 3");
  }
}
