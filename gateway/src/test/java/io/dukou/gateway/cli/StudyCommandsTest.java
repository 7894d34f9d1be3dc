package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code dukou plan}, {@code protect} and {@code risk} of several tables, as their users see them.
 */
final class StudyCommandsTest {
  private static final String SPEC =
      """
      subject: id
      key: SUBJKEY
      tables:
        people:
          data: people.csv
          attributes:
            age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10}}}
            arm: {role: insensitive}
        visits:
          data: visits.csv
          attributes:
            day: {role: quasi-identifier, hierarchy: {date: [day, month]}}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0.4
      """;
  private static final String PEOPLE =
      "id,age,arm\na1,31,x\na2,33,x\na3,52,y\na4,58,y\na5,31,x\na6,32,x\n";
  private static final String VISITS =
      """
      id,day
      a1,2026-01-02
      a1,2026-01-09
      a2,2026-01-03
      a2,2026-01-21
      a3,2026-02-01
      a4,2026-02-02
      a9,2026-05-01
      """;

  @TempDir private Path folder;
  private String spec = "";
  private String plan = "";

  @BeforeEach
  void writeFiles() throws IOException {
    spec = write("study.yaml", SPEC);
    write("people.csv", PEOPLE);
    write("visits.csv", VISITS);
    plan = file("plan.json");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private CommandRun protect(String out, String group, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("protect", "--plan", plan, "--out", file(out)));
    arguments.addAll(List.of("--keys", file("keys"), "--study", "S1", "--group", group));
    arguments.addAll(List.of("--data", "people=" + file("people.csv")));
    arguments.addAll(List.of("--data", "visits=" + file("visits.csv")));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(new String[0]));
  }

  @Test
  void tablesThatBelongTogether_areWrittenAllOrNone() throws IOException {
    Path one = Files.writeString(folder.resolve("one.csv"), "before");
    Path two = folder.resolve("two.csv");
    Map<Path, AnonymizerFiles.Content> files = new LinkedHashMap<>();
    files.put(one, output -> output.write('1'));
    files.put(
        two,
        output -> {
          throw new IOException("No space left on device");
        });

    assertThatThrownBy(() -> AnonymizerFiles.write(files))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("two.csv");
    assertThat(one).hasContent("before");
    try (Stream<Path> names = Files.list(folder)) {
      assertThat(names.filter(name -> name.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void plan_printsEveryTableAndTheJointClasses() throws IOException {
    CommandRun run = CommandRun.of("plan", "--spec", spec);

    JsonNode json = json(run);
    assertThat(run.status()).isZero();
    assertThat(json.get("attributes").toString()).isEqualTo("[\"people.age\",\"visits.day\"]");
    assertThat(json.get("levels").toString()).isEqualTo("[1,1]");
    assertThat(json.get("equivalenceClasses").asInt()).isEqualTo(3);
    assertThat(json.get("minClassSize").asInt()).isEqualTo(2);
    assertThat(json.get("subjects").asInt()).isEqualTo(7);
    assertThat(json.get("releasedSubjects").asInt()).isEqualTo(6);
    assertThat(json.at("/tables/0/table").asText()).isEqualTo("people");
    assertThat(json.at("/tables/1/suppressedRecords").asInt()).isEqualTo(1);
    assertThat(json.at("/eventPatterns/tables").toString()).isEqualTo("[\"visits\"]");
    assertThat(json.at("/eventPatterns/uniqueShare").asDouble()).isEqualTo(5.0 / 7);
  }

  @Test
  void eventsThatSingleOut_areSaidWithWhatHelps() throws IOException {
    JsonNode json = json(CommandRun.of("plan", "--spec", spec));

    assertThat(json.at("/eventPatterns/text").asText())
        .startsWith("most subjects are unique by their events: 71.4 %");
    assertThat(json.get("offers"))
        .extracting(offer -> offer.get("offer").asText())
        .containsExactly("coarser-dates", "event-counts", "drop-table");
    assertThat(json.get("offers"))
        .allSatisfy(offer -> assertThat(offer.get("utility").isNumber()).isTrue());
    assertThat(CommandRun.of("plan", "--spec", spec, "--no-offers").out()).doesNotContain("offers");
  }

  @Test
  void infeasibleStudy_saysWhyAndWhatHelps() throws IOException {
    String strict = write("strict.yaml", SPEC.replace("suppressionLimit: 0.4", "others: drop"));

    CommandRun run = CommandRun.of("plan", "--spec", strict);

    JsonNode json = json(run);
    assertThat(run.status()).isEqualTo(3);
    assertThat(json.get("feasible").asBoolean()).isFalse();
    assertThat(json.get("suppressedShareAtCoarsest").asDouble()).isEqualTo(1.0 / 7);
    assertThat(json.get("eventPatterns").isObject()).isTrue();
    assertThat(json.get("offers").size()).isPositive();
  }

  @Test
  void protect_writesEveryTableWithTheSamePseudonyms() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    CommandRun run = protect("out", "G1");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(json(run).at("/tables/people/released").asInt()).isEqualTo(6);
    assertThat(json(run).at("/tables/visits/suppressed").asInt()).isEqualTo(1);
    List<String> people = lines("out/people.csv");
    List<String> visits = lines("out/visits.csv");
    assertThat(people).hasSize(7).startsWith("SUBJKEY,age,arm");
    assertThat(visits).hasSize(7).startsWith("SUBJKEY,day");
    assertThat(keys(people)).hasSize(6).containsAll(keys(visits));
    assertThat(keys(visits)).hasSize(4);
    assertThat(String.join("\n", people)).doesNotContain("a1", "a6");
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private static List<String> keys(List<String> lines) {
    return lines.stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',')))
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void pseudonyms_stayForAGroupAndAreNeverThoseOfAnother() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    protect("first", "G1");
    protect("second", "G1");
    protect("other", "G2");

    assertThat(keys(lines("second/people.csv"))).isEqualTo(keys(lines("first/people.csv")));
    assertThat(keys(lines("other/people.csv")))
        .doesNotContainAnyElementsOf(keys(lines("first/people.csv")));
  }

  @Test
  void mapsOfPseudonyms_areEncryptedAndTheirOwnersAlone() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    protect("out", "G1");
    String key = keys(lines("out/people.csv")).get(0);

    try (Stream<Path> files = Files.walk(folder.resolve("keys"))) {
      for (Path file : files.collect(Collectors.toList())) {
        String allowed = Files.isDirectory(file) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo(allowed);
        if (Files.isRegularFile(file)) {
          String text = Files.readString(file, ISO_8859_1);
          assertThat(text).doesNotContain(key, "G1", "\"a1\"");
        }
      }
    }
  }

  @Test
  void damagedOrForeignKeys_areRefused() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    protect("out", "G1");
    Path key = folder.resolve("keys/subject-keys.key");
    String whole = Files.readString(key);

    Files.writeString(key, "something else");
    assertThat(protect("again", "G1").status()).isEqualTo(2);
    Files.delete(key);
    assertThat(protect("again", "G1").err()).contains("without it the maps beside it");
    Files.writeString(key, whole);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(protect("again", "G1").err()).contains("chmod 600");
  }

  @Test
  void risk_countsTablesJoined() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    protect("out", "G1");

    JsonNode raw = json(CommandRun.of("risk", "--spec", spec));
    JsonNode released =
        json(
            CommandRun.of(
                "risk",
                "--spec",
                spec,
                "--data",
                "people=" + file("out/people.csv"),
                "--data",
                "visits=" + file("out/visits.csv")));

    assertThat(raw.get("minClassSize").asInt()).isEqualTo(1);
    assertThat(raw.get("subjects").asInt()).isEqualTo(7);
    assertThat(released.get("unit").asText()).isEqualTo("subject");
    assertThat(released.get("subjects").asInt()).isEqualTo(6);
    assertThat(released.get("minClassSize").asInt()).isEqualTo(2);
  }

  @Test
  void risk_comparesTablesPlanAndReleasedFolder() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    protect("out", "G1");

    JsonNode whole =
        json(CommandRun.of("risk", "--spec", spec, "--plan", plan, "--released", file("out")));
    String page = CommandRun.of("risk", "--spec", spec, "--plan", plan, "--format", "html").out();

    JsonNode planned = whole.get("plan");
    assertThat(planned.get("classSizes")).isEqualTo(whole.get("released").get("classSizes"));
    assertThat(planned.get("subjects").asInt()).isEqualTo(6);
    assertThat(planned.get("suppressedRecords").asInt()).isEqualTo(1);
    assertThat(planned.get("loss").get("total").asDouble())
        .isCloseTo(
            new ObjectMapper().readTree(Files.readString(Path.of(plan))).get("loss").asDouble(),
            within(1e-9));
    assertThat(page).contains("people.age", "Loss of detail");
    assertRefused(
        CommandRun.of("risk", "--spec", spec, "--released", file("nowhere")), "people.csv");
    String other =
        write(
            "other.yaml",
            SPEC.replace("arm: {role: insensitive}", "arm: {role: quasi-identifier}"));
    assertRefused(
        CommandRun.of("risk", "--spec", other, "--plan", plan),
        "other tables or quasi-identifiers");
  }

  @Test
  void wrongTables_areBadInputNamedByFile() throws IOException {
    CommandRun.of("plan", "--spec", spec, "--out", plan, "--no-offers");
    String noSuch = "labs=" + file("people.csv");
    String twice = "people=" + file("people.csv");
    String noData = write("bare.yaml", SPEC.replace("    data: visits.csv\n", ""));
    String wrong = write("wrong.csv", "id,age\na1,31\n");

    assertRefused(CommandRun.of("plan", "--spec", spec, "--data", noSuch), "no table labs");
    assertRefused(CommandRun.of("plan", "--spec", noData), "visits is missing");
    assertRefused(CommandRun.of("plan", "--spec", spec, "--data", "people.csv"), "NAME=FILE");
    assertRefused(
        CommandRun.of("plan", "--spec", spec, "--data", twice, "--data", twice), "given twice");
    assertRefused(
        CommandRun.of("plan", "--spec", spec, "--data", "people=" + wrong),
        "wrong.csv: the specification names column arm");
    assertRefused(CommandRun.of("protect", "--plan", plan, "--out", file("o")), "--keys");
    assertRefused(protect("o", "G1", "--data", noSuch), "no table labs");
  }

  @Test
  void faultOfACell_namesFileLineAndColumn() throws IOException {
    write("visits.csv", VISITS + "a6,yesterday\n");

    assertRefused(
        CommandRun.of("plan", "--spec", spec),
        "visits.csv: line 9, column day: the value is outside the hierarchy");
  }

  private static void assertRefused(CommandRun run, String problem) {
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
  }
}
