package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every study, whatever its data; checked on the bytes a recipient gets. */
final class ProtectorPropertyTest {
  private static final int QUASI_IDENTIFIERS = 2;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyReleasedClass_hasAtLeastKSubjects(long seed) {
    Random random = new Random(seed);
    Table cut = Study.table(Study.rows(random, 80 + random.nextInt(200), 3));
    int k = 2 + random.nextInt(5);
    Protection protection = Study.protect(cut, plan(cut, k));

    Map<List<String>, Integer> classes = classesOfSubjects(cut, protection);

    assertThat(classes).isNotEmpty();
    assertThat(Collections.min(classes.values()))
        .isGreaterThanOrEqualTo(k)
        .isEqualTo(protection.table().minClassSize());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyReleasedClassOfRows_hasAtLeastKRows(long seed) {
    Random random = new Random(seed);
    Table cut = Study.table(Study.rows(random, 300, 1));
    int k = 2 + random.nextInt(5);
    ReleasePlan plan = Study.plan(cut, Study.spec(k, false, MissingRule.OWN_CATEGORY));

    Map<String, Integer> classes = new HashMap<>();
    for (String row : Study.releasedRows(Study.protect(cut, plan))) {
      classes.merge(tuple(row), 1, Integer::sum);
    }

    assertThat(Collections.min(classes.values())).isGreaterThanOrEqualTo(k);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void orderOfTheOrigin_leavesNoTrace(long seed) {
    Random random = new Random(seed);
    List<String> rows = Study.rows(random, 150, 4);
    Table cut = Study.table(rows);
    boolean bySubject = random.nextBoolean();
    ReleasePlan plan = Study.plan(cut, Study.spec(3, bySubject, MissingRule.OWN_CATEGORY));

    String released = Study.csv(Study.protect(cut, plan));

    Table other = Study.table(Study.shuffled(rows, random));
    assertThat(Study.csv(Study.protect(other, plan))).isEqualTo(released);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void subjectsThatAreNotReleased_leaveNoTrace(long seed) {
    Random random = new Random(seed);
    List<String> rows = Study.rows(random, 150, 3);
    Table cut = Study.table(rows);
    ReleasePlan plan = plan(cut, 4);
    Protection protection = Study.protect(cut, plan);

    List<String> onlyReleased = new ArrayList<>(rows);
    onlyReleased.removeIf(row -> !protection.classOfSubject().containsKey(subject(row)));
    onlyReleased.add(0, "zz,Canary New,44,X,arm9,site9,-");

    Protection again = Study.protect(Study.table(onlyReleased), plan);
    assertThat(again.counts().unknownValue()).isEqualTo(1);
    assertThat(Study.csv(again)).isEqualTo(Study.csv(protection));
    assertThat(dictionaries(again)).isEqualTo(dictionaries(protection));
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44})
  void withheldSubjects_leaveNoTrace(long seed) {
    Random random = new Random(seed);
    List<String> rows = Study.rows(random, 200, 2);
    ReleasePlan plan = plan(Study.table(rows), 4);
    String[] withheld = {"S3-id", "S17-id", "S90-id"};
    List<String> without = new ArrayList<>(rows);
    without.removeIf(row -> Set.of(withheld).contains(subject(row)));

    assertThat(Study.csv(Study.protect(Study.table(rows), plan, withheld)))
        .isEqualTo(Study.csv(Study.protect(Study.table(without), plan)));
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void directIdentifiersAndFreeText_neverReachTheOutput(long seed) {
    Random random = new Random(seed);
    Table cut = Study.table(Study.rows(random, 200, 3));
    Protection protection = Study.protect(cut, plan(cut, 3));
    String csv = Study.csv(protection);

    assertThat(csv).doesNotContain("Canary", "canary", "-id");
    for (String column : List.of("id", "name", "note")) {
      for (int code = 0; code < cut.column(column).cardinality(); code++) {
        assertThat(csv).doesNotContain(cut.column(column).value(code));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63, 64, 65, 66})
  void severalCuts_joinedByTheirRecipient_isolateNoGroupBelowK(long seed) {
    Random random = new Random(seed);
    int k = 3;
    List<String> rows = Study.rows(random, 250, 2);
    ReleaseHistory history = ReleaseHistory.empty();
    Map<String, List<String>> seen = new TreeMap<>();
    for (int number = 0; number < 4; number++) {
      Table cut = Study.table(cut(rows, number, random));
      ReleasePlan plan = plan(cut, k);
      Protection candidate = Study.protect(cut, plan);
      Repair repair = history.repair(k, classNames(candidate), candidate.values(), Study.ORDER_KEY);
      Protection given = Study.protect(cut, plan, repair.withheld().toArray(new String[0]));
      assertThat(given.classOfSubject()).hasSize(repair.kept());
      history = history.plus(k, classNames(given), given.values());
      addSeen(seen, number, tuplesOfSubjects(cut, given));
    }
    assertThat(rarest(seen)).isGreaterThanOrEqualTo(k);
  }

  /** Later cuts have more subjects; a few of the earlier ones withdraw or change. */
  private static List<String> cut(List<String> rows, int number, Random random) {
    List<String> cut = new ArrayList<>(rows.subList(0, rows.size() * (number + 5) / 8));
    cut.removeIf(row -> Math.floorMod(subject(row).hashCode(), 97) < number);
    if (random.nextBoolean()) {
      cut.replaceAll(row -> row.replace(",30,", ",35,"));
    }
    return cut;
  }

  /** Adds what the recipient sees of each person in this cut; absence is "-". */
  private static void addSeen(
      Map<String, List<String>> seen, int number, Map<String, List<String>> tuples) {
    tuples.keySet().stream()
        .filter(person -> !seen.containsKey(person))
        .forEach(person -> seen.put(person, new ArrayList<>(Collections.nCopies(number, "-"))));
    seen.forEach(
        (person, history) ->
            history.add(tuples.containsKey(person) ? tuples.get(person).toString() : "-"));
  }

  private static int rarest(Map<String, List<String>> seen) {
    Map<List<String>, Integer> histories = new HashMap<>();
    seen.values().forEach(history -> histories.merge(history, 1, Integer::sum));
    return Collections.min(histories.values());
  }

  private static Map<String, String> classNames(Protection protection) {
    Map<String, String> names = new HashMap<>();
    protection.classOfSubject().forEach((subject, hash) -> names.put(subject, hash.hex()));
    return names;
  }

  private static Map<List<String>, Integer> classesOfSubjects(Table cut, Protection protection) {
    Map<List<String>, Integer> classes = new HashMap<>();
    tuplesOfSubjects(cut, protection)
        .values()
        .forEach(tuples -> classes.merge(tuples, 1, Integer::sum));
    return classes;
  }

  /** Returns the sorted tuples each subject shows in the released text. */
  private static Map<String, List<String>> tuplesOfSubjects(Table cut, Protection protection) {
    List<String> rows = Study.releasedRows(protection);
    Map<String, List<String>> tuples = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      String subject = cut.column("id").valueAt(protection.originRow(row));
      tuples.computeIfAbsent(subject, unseen -> new ArrayList<>()).add(tuple(rows.get(row)));
    }
    tuples.values().forEach(list -> list.sort(null));
    return tuples;
  }

  private static List<Set<String>> dictionaries(Protection protection) {
    List<Set<String>> dictionaries = new ArrayList<>();
    for (ReleasedColumn column : protection.table().columns()) {
      Set<String> values = new HashSet<>();
      for (int code = 0; code < column.cardinality(); code++) {
        values.add(code + "=" + column.value(code));
      }
      dictionaries.add(values);
    }
    return dictionaries;
  }

  private static ReleasePlan plan(Table cut, int k) {
    return Study.plan(cut, Study.spec(k, true, MissingRule.OWN_CATEGORY));
  }

  private static String subject(String row) {
    return row.substring(0, row.indexOf(','));
  }

  private static String tuple(String row) {
    return String.join(";", List.of(row.split(";", -1)).subList(0, QUASI_IDENTIFIERS));
  }
}
