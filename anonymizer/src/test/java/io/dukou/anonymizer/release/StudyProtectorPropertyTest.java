package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a recipient can make of the released tables of a study, whatever its data: recomputed from
 * the released rows alone, joined every way there is.
 */
final class StudyProtectorPropertyTest {
  private static final Map<String, List<String>> SHOWN =
      Map.of("subjects", List.of("age", "sex"), "events", List.of("event", "day"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void tablesJoinedByTheKey_showAtLeastKOfEachKind(long seed) {
    Random random = new Random(seed);
    int k = 2 + random.nextInt(4);
    StudyProtection protection = protect(random, k, "");

    Map<List<String>, Set<String>> kinds = kinds(protection, Set.of("subjects", "events"));

    assertThat(least(kinds)).isGreaterThanOrEqualTo(k).isEqualTo(protection.minClassSize());
    assertThat(subjects(kinds)).isEqualTo(protection.subjectCount());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void eachTableAlone_showsAtLeastKOfEachKind(long seed) {
    Random random = new Random(seed);
    StudyProtection protection = protect(random, 3, "");

    for (String table : SHOWN.keySet()) {
      assertThat(least(kinds(protection, Set.of(table)))).isGreaterThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void sensitiveValuesOfBothTables_areDiverseInEachKind(long seed) {
    Random random = new Random(seed);
    StudyProtection protection =
        protect(
            random,
            2,
            """
              - {type: distinct-l-diversity, attribute: arm, l: 2}
              - {type: distinct-l-diversity, attribute: grade, l: 2}
            """);
    Map<List<String>, Set<String>> kinds = kinds(protection, SHOWN.keySet());

    for (Set<String> members : kinds.values()) {
      assertThat(values(protection, "subjects", "arm", members)).hasSizeGreaterThanOrEqualTo(2);
      assertThat(values(protection, "events", "grade", members)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void laterCut_showsAtLeastKOfEachKindAsWell(long seed) {
    Random random = new Random(seed);
    Map<String, Table> first = new TwoTables(random, 120).tables();
    StudyPlan plan = TwoTables.plan(first, spec(3, ""));
    Map<String, Table> later = new TwoTables(random, 60).tables();
    Set<String> withheld = Set.of("P1", "P2", "P3", "P5");
    SubjectKeys keys = TwoTables.keys(later, plan);
    StudyProtection protection = TwoTables.protect(later, plan, keys, withheld);

    Map<List<String>, Set<String>> kinds = kinds(protection, SHOWN.keySet());

    assertThat(kinds).isNotEmpty();
    assertThat(least(kinds)).isGreaterThanOrEqualTo(3);
    Set<String> shown = new HashSet<>();
    kinds.values().forEach(shown::addAll);
    StudyProtector.subjects(later, plan).stream()
        .filter(withheld::contains)
        .forEach(subject -> assertThat(shown).doesNotContain(keys.of(subject)));
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void subject_leavesWithAllItsRowsOrWithNone(long seed) {
    Random random = new Random(seed);
    TwoTables study = new TwoTables(random, 150);
    Map<String, Table> tables = study.tables();
    StudyPlan plan = TwoTables.plan(tables, spec(3, ""));
    SubjectKeys keys = TwoTables.keys(tables, plan);
    StudyProtection protection = TwoTables.protect(tables, plan, keys, Set.of());

    for (String table : SHOWN.keySet()) {
      Map<String, Integer> given = count(TwoTables.rows(protection, table), "SUBJKEY");
      List<List<String>> rows = table.equals("events") ? study.events() : study.subjects();
      Map<String, Integer> had = new HashMap<>();
      rows.forEach(row -> had.merge(keys.of(row.get(0)), 1, Integer::sum));
      given.forEach((key, number) -> assertThat(number).isEqualTo(had.get(key)));
      protection
          .classOfSubject()
          .keySet()
          .forEach(
              subject ->
                  assertThat(given.getOrDefault(keys.of(subject), 0))
                      .isEqualTo(had.getOrDefault(keys.of(subject), 0)));
    }
  }

  private static StudySpec spec(int k, String models) {
    return TwoTables.spec(
        "models:\n  - {type: k-anonymity, k: " + k + "}\n" + models + "suppressionLimit: 0.7\n");
  }

  private static StudyProtection protect(Random random, int k, String models) {
    Map<String, Table> tables = new TwoTables(random, 100 + random.nextInt(100)).tables();
    StudyPlan plan = TwoTables.plan(tables, spec(k, models));
    StudyProtection protection =
        TwoTables.protect(tables, plan, TwoTables.keys(tables, plan), Set.of());
    assertThat(protection.subjectCount()).isPositive();
    return protection;
  }

  /** Returns for each way a subject may look in some tables the keys of those who do. */
  private static Map<List<String>, Set<String>> kinds(
      StudyProtection protection, Collection<String> tables) {
    Map<String, List<String>> looks = new TreeMap<>();
    for (String table : tables) {
      for (Map<String, String> row : TwoTables.rows(protection, table)) {
        List<String> seen = new ArrayList<>(List.of(table));
        SHOWN.get(table).forEach(column -> seen.add(row.get(column)));
        looks
            .computeIfAbsent(row.get("SUBJKEY"), key -> new ArrayList<>())
            .add(String.join("|", seen));
      }
    }
    Map<List<String>, Set<String>> kinds = new LinkedHashMap<>();
    looks.forEach(
        (key, look) -> {
          Collections.sort(look);
          kinds.computeIfAbsent(look, unseen -> new HashSet<>()).add(key);
        });
    return kinds;
  }

  private static int least(Map<List<String>, Set<String>> kinds) {
    return kinds.values().stream().mapToInt(Set::size).min().orElse(0);
  }

  private static int subjects(Map<List<String>, Set<String>> kinds) {
    return kinds.values().stream().mapToInt(Set::size).sum();
  }

  private static Set<String> values(
      StudyProtection protection, String table, String column, Set<String> keys) {
    Set<String> values = new HashSet<>();
    for (Map<String, String> row : TwoTables.rows(protection, table)) {
      if (keys.contains(row.get("SUBJKEY"))) {
        values.add(row.get(column));
      }
    }
    return values;
  }

  private static Map<String, Integer> count(List<Map<String, String>> rows, String column) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.get(column), 1, Integer::sum));
    return counts;
  }
}
