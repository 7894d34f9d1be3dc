package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.OTHER_TABLE;
import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tables of a study, subjects and their events, that a gateway plans together and releases with
 * a key that joins them.
 */
final class StudyTablesTest {
  private static final int K = 11;

  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(400, 1);
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    origin = TestOrigin.serving(study.csv());
    origin.change("/other", study.events());
    gateway = TestGateway.in(folder, origin, study).together().start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void bothTables_areGiven_andTheKeyJoinsThem() {
    List<Map<String, String>> people = rows("rhein-stats", TABLE);
    List<Map<String, String>> events = rows("rhein-stats", OTHER_TABLE);
    assertThat(people.get(0).keySet()).containsExactly("subjkey", "age", "sex", "arm", "score");
    assertThat(events.get(0).keySet()).containsExactly("subjkey", "day", "term");
    Set<String> keys = keys(people);
    assertThat(keys).hasSameSizeAs(people).allMatch(key -> key.matches("[a-p]{32}"));
    assertThat(keys).containsAll(keys(events));
    // Whoever has an event has the arm that even scores have: the join is of the same subjects.
    Set<String> drug = keys(people.stream().filter(row -> row.get("arm").equals("drug")).toList());
    assertThat(keys(events)).isEqualTo(drug);
  }

  /** The class of a subject is its row in the one table and its rows in the other. */
  @Test
  void joinedTables_singleOutNobody() {
    Map<List<String>, Integer> classes = new HashMap<>();
    joined("rhein-stats").values().forEach(tuples -> classes.merge(tuples, 1, Integer::sum));
    assertThat(classes.values()).allMatch(size -> size >= K);
    assertThat(classes).hasSizeGreaterThan(3);
    assertThat(classes.keySet()).anyMatch(tuples -> tuples.size() == 1);
    assertThat(classes.keySet()).anyMatch(tuples -> tuples.size() == 2);
  }

  @Test
  void orderOfRows_isAnotherInEachTable() {
    List<String> people = rows("rhein-stats", TABLE).stream().map(r -> r.get("subjkey")).toList();
    List<String> events =
        rows("rhein-stats", OTHER_TABLE).stream().map(r -> r.get("subjkey")).toList();
    Set<String> present = new HashSet<>(events);
    assertThat(people.stream().filter(present::contains).toList()).isNotEqualTo(events);
  }

  @Test
  void secondRecipientOfTheGroup_getsTheSameTables() {
    assertThat(gateway.get("aare", TABLE).body()).isEqualTo(gateway.get(TABLE).body());
    assertThat(gateway.get("aare", OTHER_TABLE).body()).isEqualTo(gateway.get(OTHER_TABLE).body());
  }

  @Test
  void anotherGroup_getsOtherKeys() {
    Set<String> keys = keys(rows("rhein-stats", TABLE));
    assertThat(keys(rows("other", TABLE))).isNotEmpty().doesNotContainAnyElementsOf(keys);
    assertThat(keys(rows("other", OTHER_TABLE))).isNotEmpty().doesNotContainAnyElementsOf(keys);
  }

  @Test
  void restart_servesTheSameBytes_alsoOfTheTableThatWasNotYetAskedFor() {
    String people = gateway.get(TABLE).body();
    long reads = wholeReads();
    gateway.restart();
    String events = gateway.get(OTHER_TABLE).body();
    assertThat(gateway.get(TABLE).body()).isEqualTo(people);
    assertThat(wholeReads()).isEqualTo(reads);
    gateway.restart();
    assertThat(gateway.get(OTHER_TABLE).body()).isEqualTo(events);
    assertThat(keysOf(events)).isSubsetOf(keysOf(people));
  }

  @Test
  void newCutOfOneTable_isANewCutOfBoth_andKeepsTheKeys() throws IOException {
    Map<String, String> before = armsByKey();
    gateway.restart();
    change(TestStudy.of(700, 1));
    Map<String, String> after = armsByKey();
    assertThat(after).hasSizeGreaterThan(before.size()).containsAllEntriesOf(common(before, after));
    assertThat(common(before, after)).hasSizeGreaterThan(200);
    assertThat(keys(rows("rhein-stats", OTHER_TABLE))).isSubsetOf(after.keySet());
  }

  @Test
  void newcomer_waitsInBothTables() throws IOException {
    List<String> people = sorted(TABLE);
    List<String> events = sorted(OTHER_TABLE);
    change(study.with(new Subject("S-99999", 45, "F", 2)));
    assertThat(sorted(TABLE)).isEqualTo(people);
    assertThat(sorted(OTHER_TABLE)).isEqualTo(events);
  }

  @Test
  void withdrawal_takesASubjectOutOfBothTables_andOthersOfItsClass() throws IOException {
    Set<String> before = keys(rows("rhein-stats", TABLE));
    gateway.consents(study.consents(subject -> subject.id().equals("S-00007")));
    gateway.reload();
    Set<String> after = keys(rows("rhein-stats", TABLE));
    assertThat(before).containsAll(after);
    assertThat(before.size() - after.size()).isBetween(K, 120);
    assertThat(keys(rows("rhein-stats", OTHER_TABLE))).isSubsetOf(after);
  }

  @Test
  void eventThatIsAdded_movesNobodyAloneFromClassToClass() throws IOException {
    Map<String, List<String>> first = joined("rhein-stats");
    String row = study.subjects().stream().filter(s -> s.score() % 2 == 1).findFirst().get().id();
    origin.change("/other", study.events() + row + ",2026-01-05,t1\n");
    gateway.setTime(gateway.now().plusSeconds(5));
    Map<String, List<String>> second = joined("rhein-stats");
    Map<List<List<String>>, Integer> histories = new HashMap<>();
    Set<String> all = new HashSet<>(first.keySet());
    all.addAll(second.keySet());
    for (String key : all) {
      histories.merge(
          List.of(first.getOrDefault(key, List.of()), second.getOrDefault(key, List.of())),
          1,
          Integer::sum);
    }
    assertThat(histories.values()).allMatch(size -> size >= K);
  }

  @Test
  void originOfOneTableThatFails_givesNothingOfEither() {
    origin.breakDown("/other");
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(502);
    assertThat(gateway.get(OTHER_TABLE).statusCode()).isEqualTo(502);
    origin.behave();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.setTime(gateway.now().plusSeconds(5));
    origin.breakDown("/other");
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(502);
  }

  @Test
  void pagesAndFilters_areSelectionsOfEachTable() {
    String people = gateway.get(TABLE).body();
    String paged = paged(TABLE);
    assertThat(paged).isEqualTo(people);
    assertThat(paged(OTHER_TABLE)).isEqualTo(gateway.get(OTHER_TABLE).body());
    Map<String, String> one = rows("rhein-stats", OTHER_TABLE).get(0);
    List<Map<String, String>> own =
        rows("rhein-stats", OTHER_TABLE + "?subjkey=" + one.get("subjkey"));
    assertThat(own).containsExactly(one);
    assertThat(gateway.get(OTHER_TABLE + "?day=2026-01-01").statusCode()).isEqualTo(422);
  }

  @Test
  void cursorOfOneTable_isNoneOfTheOther() {
    String cursor = cursor(gateway.get(TABLE + "?limit=10"));
    assertThat(gateway.get(TABLE + "?limit=10&cursor=" + cursor).statusCode()).isEqualTo(200);
    assertThat(gateway.get(OTHER_TABLE + "?limit=10&cursor=" + cursor).statusCode()).isEqualTo(400);
  }

  /** They pass 10,000 with what was there, whichever table is asked for, and count once. */
  @Test
  void persons_areThoseOfBothTables_countedOnce() throws IOException {
    int persons = keys(rows("rhein-stats", TABLE)).size();
    gateway.set("opening", Integer.toString(10_001 - persons)).reload();
    assertThat(gateway.get(OTHER_TABLE).body()).contains("\"rule\":\"R29\"");
    gateway.set("opening", Integer.toString(9_999 - persons)).reload();
    assertThat(gateway.get(OTHER_TABLE).statusCode()).isEqualTo(200);
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  /** Nor does what is not released of the one table show in the other. */
  @Test
  void whatIsNotReleased_leavesBothTablesAsTheyAre() {
    String people = gateway.get(TABLE).body();
    String cursor = cursor(gateway.get(TABLE + "?limit=10"));
    String events = gateway.get(OTHER_TABLE).body();
    origin.change(study.csv().replace(",Name S-00007,", ",Nobody,"));
    origin.change("/other", study.events() + "S-99999,2026-01-05,t1\n");
    gateway.setTime(gateway.now().plusSeconds(5));
    assertThat(gateway.get(OTHER_TABLE).body()).isEqualTo(events);
    gateway.restart();
    assertThat(gateway.get(TABLE).body()).isEqualTo(people);
    assertThat(gateway.get(TABLE + "?limit=10&cursor=" + cursor).statusCode()).isEqualTo(200);
  }

  @Test
  void datasetThatIsNotPlannedWithThem_isRefused_andTheSetThatHoldsItIsNot() throws IOException {
    assertThat(gateway.get(OTHER_TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    gateway.set("specification", "spec.yaml").set("otherTable", "").start();
    assertThat(gateway.get(TABLE).body()).contains("second_table_of_study");
    gateway.stop();
    gateway.together().start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  @Test
  void tableThatWasGivenAlone_isGivenTogetherWithAnotherLater() throws IOException {
    gateway.stop();
    gateway.set("specification", "spec.yaml").set("otherTable", "").start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    gateway.together().start();
    assertThat(joined("rhein-stats")).isNotEmpty();
  }

  /** Forty subjects who stand in the second table alone, enough for a class of their own. */
  @Test
  void subjectsOfOneTableAlone_areGivenWithTheirConsentOnly() throws IOException {
    List<Subject> more = new ArrayList<>();
    StringBuilder events = new StringBuilder(study.events());
    for (int i = 0; i < 40; i++) {
      more.add(new Subject("S-9" + (1000 + i), 40, "F", 1));
      events.append("S-9").append(1000 + i).append(",2026-01-05,t1\n");
    }
    origin.change("/other", events.toString());
    assertThat(keys(rows("rhein-stats", OTHER_TABLE))).isSubsetOf(keys(rows("rhein-stats", TABLE)));
    gateway.consents(study.with(more.toArray(new Subject[0])).consents(subject -> false));
    gateway.reload();
    Set<String> people = keys(rows("other", TABLE));
    assertThat(keys(rows("other", OTHER_TABLE))).anyMatch(key -> !people.contains(key));
  }

  @Test
  void warningAboutATable_isAnsweredForAtItsRoute() throws IOException {
    gateway.stop();
    gateway.set("termRole", "insensitive").start();
    origin.change("/other", study.events().replaceFirst(",t\\d", ",rare"));
    try (LogLines lines = LogLines.open()) {
      assertThat(gateway.get(TABLE).statusCode()).isEqualTo(422);
      assertThat(lines.take().toString())
          .contains(
              "answer for these in overrides: ", "rare-value: insensitive column events.term");
    }
    gateway.stop();
    gateway.set(
        "otherTable",
        "\n    table: events\n    overrides: [{warning: rare-value, column: term, reason: few},"
            + " {warning: refines, column: term, reason: by chance}]");
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  @Test
  void faultOfOneTable_refusesBoth_andIsNamedWithTheTable() {
    try (LogLines lines = LogLines.open()) {
      origin.change("/other", study.events().replaceFirst(",2026-", ",soon-"));
      assertThat(gateway.get(TABLE).statusCode()).isEqualTo(422);
      assertThat(lines.take().toString())
          .contains("route /study/table")
          .contains("table events: line 2");
      origin.change("/other", study.events().replaceFirst(",t\\d", ",S-00007"));
      gateway.setTime(gateway.now().plusSeconds(5));
      assertThat(gateway.get(TABLE).statusCode()).isEqualTo(422);
      assertThat(lines.take().toString())
          .contains("table events, line 2, column term: SUBJECT_NAME");
    }
  }

  @Test
  void tableWithoutRows_isGivenWithoutRows() {
    origin.change("/other", "subject,day,term\n");
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    assertThat(gateway.get(OTHER_TABLE).body()).isEqualTo("subjkey,day,term\r\n");
  }

  @Test
  void groupsThatJoin_keepTheKeysOfTheFirst() throws IOException {
    Map<String, String> first = armsByKey();
    assertThat(gateway.get("other", TABLE).statusCode()).isEqualTo(200);
    gateway.set("group", "[aare-biostat, other-pharma]").reload();
    Map<String, String> joint = armsByKey();
    assertThat(joint.keySet()).isSubsetOf(first.keySet()).isNotEmpty();
    assertThat(rows("other", TABLE)).isEqualTo(rows("rhein-stats", TABLE));
    gateway.restart();
    assertThat(armsByKey()).isEqualTo(joint);
  }

  @Test
  void keyInATableThatIsNotSaidToBeKeyCoded_isRefused() throws IOException {
    gateway.set("identifiability", "deid").reload();
    assertThat(gateway.get(TABLE).body()).contains("not_protectable");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void damagedPseudonyms_stopTheStart_namingTheRemedy() throws IOException {
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    Path file = only(folder.resolve("state/pseudonyms"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(gateway::start).getCause())
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("; remedy: bring it back from a copy");
    Files.delete(file);
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  @Test
  void pseudonyms_areInNoFileAsTheyAre() throws IOException {
    Set<String> keys = keys(rows("rhein-stats", TABLE));
    gateway.stop();
    String one = keys.iterator().next();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(one);
      }
    }
  }

  private void change(TestStudy next) throws IOException {
    gateway.consents(next.consents(subject -> false));
    gateway.reload();
    origin.change(next.csv());
    origin.change("/other", next.events());
    gateway.setTime(gateway.now().plusSeconds(5));
  }

  /** Returns for each key its tuples, of both tables. */
  private Map<String, List<String>> joined(String caller) {
    Map<String, List<String>> joined = new TreeMap<>();
    for (Map<String, String> row : rows(caller, TABLE)) {
      joined
          .computeIfAbsent(row.get("subjkey"), key -> new ArrayList<>())
          .add(row.get("age") + " " + row.get("sex"));
    }
    for (Map<String, String> row : rows(caller, OTHER_TABLE)) {
      List<String> tuples = joined.get(row.get("subjkey"));
      assertThat(tuples).as("an event of a subject that is not given").isNotNull();
      tuples.add(row.get("day"));
    }
    joined.values().forEach(tuples -> tuples.sort(null));
    return joined;
  }

  private Map<String, String> armsByKey() {
    return rows("rhein-stats", TABLE).stream()
        .collect(
            Collectors.toMap(row -> row.get("subjkey"), row -> row.get("arm") + row.get("score")));
  }

  private static Map<String, String> common(Map<String, String> one, Map<String, String> other) {
    Map<String, String> common = new TreeMap<>(one);
    common.keySet().retainAll(other.keySet());
    return common;
  }

  private List<Map<String, String>> rows(String caller, String path) {
    HttpResponse<String> answer = gateway.get(caller, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return rowsOf(answer.body());
  }

  private static List<Map<String, String>> rowsOf(String csv) {
    List<String> lines = csv.lines().toList();
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.replaceAll("\"(\\[\\d+),(\\d+\\))\"", "$1;$2").split(",", -1);
      Map<String, String> row = new java.util.LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Set<String> keysOf(String csv) {
    return keys(rowsOf(csv));
  }

  private static Set<String> keys(List<Map<String, String>> rows) {
    return rows.stream().map(row -> row.get("subjkey")).collect(Collectors.toSet());
  }

  private String paged(String path) {
    StringBuilder all = new StringBuilder();
    HttpResponse<String> page = gateway.get(path + "?limit=60");
    all.append(page.body());
    while (page.headers().firstValue("dukou-next-cursor").isPresent()) {
      page = gateway.get(path + "?limit=60&cursor=" + cursor(page));
      assertThat(page.statusCode()).isEqualTo(200);
      all.append(page.body().substring(page.body().indexOf('\n') + 1));
    }
    return all.toString();
  }

  private static String cursor(HttpResponse<String> page) {
    return page.headers().firstValue("dukou-next-cursor").orElseThrow();
  }

  private List<String> sorted(String path) {
    return gateway.get(path).body().lines().sorted().toList();
  }

  private long wholeReads() {
    return origin.requests().stream().filter(request -> request.startsWith("GET")).count();
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
