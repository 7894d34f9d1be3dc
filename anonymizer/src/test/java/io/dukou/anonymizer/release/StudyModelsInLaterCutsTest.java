package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Models that a plan of several tables met in its own are met in every later cut. */
final class StudyModelsInLaterCutsTest {
  @Test
  void valueOfAWithheldSubjectAlone_isNoValueOfTheCut() {
    Map<String, Table> first = tables("Fa1", "Fc2", "Ma3", "Mc4");
    Map<String, Table> later = tables("Fa1", "Fa2", "Mc3", "Mc4", "Me5");
    StudyPlan plan =
        plan(first, "{type: t-closeness, attribute: subjects.arm, t: 0.3, distance: ordered}");

    assertThat(released(first, plan, first)).isNotEmpty();
    assertThat(released(later, plan, later, "P5")).isEmpty();
  }

  @Test
  void sampleModel_choosesBetweenEqualClasses_whateverTheOrderOfTheRows() {
    Map<String, Table> first =
        tables("Fa1", "Fa2", "Ma3", "Ma4", "Ua5", "Ua6", "Ua7", "Ua8", "Fa9", "Ma10");
    StudyPlan plan = plan(first, "{type: average-risk, threshold: 0.34}");
    Map<String, Table> later = tables("Fa1", "Fa2", "Ma3", "Ma4", "Ua5", "Ua6", "Ua7", "Ua8");
    Map<String, Table> otherwise = tables("Ma3", "Ma4", "Fa1", "Fa2", "Ua5", "Ua6", "Ua7", "Ua8");

    assertThat(released(later, plan, first)).hasSize(2).isEqualTo(released(otherwise, plan, first));
  }

  /** Returns a study without events whose subjects have a sex, an arm and a number. */
  private static Map<String, Table> tables(String... subjects) {
    TwoTables study = new TwoTables(new Random(0), 0);
    for (String subject : subjects) {
      String sex = subject.substring(0, 1);
      String arm = subject.substring(1, 2);
      study.subjects().add(List.of("P" + subject.substring(2), "Name", "20", sex, arm));
    }
    return study.tables();
  }

  private static StudyPlan plan(Map<String, Table> tables, String model) {
    String models = "models: [{type: k-anonymity, k: 2}, " + model + "]\nsuppressionLimit: 0\n";
    return TwoTables.plan(tables, TwoTables.spec(models));
  }

  /** Returns the sexes of the subjects who are released. */
  private static Set<String> released(
      Map<String, Table> tables, StudyPlan plan, Map<String, Table> known, String... withheld) {
    SubjectKeys keys = TwoTables.keys(known, plan);
    StudyProtection protection = TwoTables.protect(tables, plan, keys, Set.of(withheld));
    Set<String> sexes = new HashSet<>();
    TwoTables.rows(protection, "subjects").forEach(row -> sexes.add(row.get("sex")));
    return sexes;
  }
}
