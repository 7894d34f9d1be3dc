package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.gateway.planner.StandInPlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dukou plan}, {@code protect} and {@code risk} as their users see them. */
final class AnonymizerCommandsTest {
  private static final String SPEC =
      """
      attributes:
        id: {role: direct-identifier}
        age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        arm: {role: sensitive}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0.4
      """;
  private static final String DATA = "id,age,arm\na1,31,x\na2,33,y\na3,52,x\na4,58,y\na5,97,x\n";

  @TempDir private Path folder;
  private String data = "";
  private String spec = "";
  private String plan = "";
  private String out = "";

  @BeforeEach
  void writeFiles() throws IOException {
    data = write("data.csv", DATA);
    spec = write("spec.yaml", SPEC);
    plan = folder.resolve("plan.json").toString();
    out = folder.resolve("out.csv").toString();
  }

  @Test
  void plan_printsWhatItFound() throws IOException {
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec);

    JsonNode json = json(run);
    assertThat(run.status()).isZero();
    assertThat(json.get("feasible").asBoolean()).isTrue();
    assertThat(json.get("attributes").toString()).isEqualTo("[\"age\"]");
    assertThat(json.get("suppressedRecords").asInt()).isEqualTo(1);
    assertThat(json.get("planId").asText()).startsWith("sha256:");
  }

  @Test
  void classAtTheRoot_isSuppressedBesideAModelOfTheSample() throws IOException {
    data = write("root.csv", "A\na\nb\nc\nd\n");
    spec =
        write(
            "root.yaml",
            """
            attributes: {A: {role: quasi-identifier, hierarchy: {redact: {length: 1}}}}
            models: [{type: average-risk, threshold: 0.1}]
            suppressionLimit: 0
            """);
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);

    assertThat(run.status()).as("nobody is left").isEqualTo(3);
    assertThat(json(run).get("suppressedRecords").asInt()).isEqualTo(4);
    assertThat(json(run).get("equivalenceClasses").asInt()).isZero();
  }

  @Test
  void distanceThatIsTheBound_isWithinIt() throws IOException {
    StringBuilder rows = new StringBuilder("A,D\na,2\nb,1\n");
    for (int value : new int[] {2, 3, 4}) {
      int count = value == 2 ? 4 : value == 3 ? 8 : 6;
      rows.append(("b," + value + "\n").repeat(count));
    }
    data = write("close.csv", rows.toString());
    spec =
        write(
            "close.yaml",
            """
            attributes: {A: {role: quasi-identifier}, D: {role: sensitive}}
            models: [{type: t-closeness, attribute: D, distance: ordered, t: 0.35}]
            suppressionLimit: 0
            """);
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(json(run).get("suppressedRecords").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--deadline=0", "--deadline=-1", "--threads=0", "--threads=-1"})
  void numberThatIsNotAboveNothing_isRefused(String option) {
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec, option);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("a whole number above 0");
  }

  @Test
  void twoPlansAtOnce_leaveNoPlanThatTheKeyDoesNotFit() throws Exception {
    for (int i = 0; i < 10; i++) {
      String both = folder.resolve("both" + i + ".json").toString();
      List<CompletableFuture<CommandRun>> runs =
          Stream.of(1, 2)
              .map(
                  each ->
                      CompletableFuture.supplyAsync(
                          () ->
                              CommandRun.of("plan", "--data", data, "--spec", spec, "--out", both)))
              .toList();
      long planned = runs.stream().filter(run -> run.join().status() == 0).count();
      CommandRun use = CommandRun.of("protect", "--plan", both, "--data", data, "--out", out);

      assertThat(planned).isPositive();
      assertThat(use.status()).as(use.err()).isZero();
    }
  }

  @Test
  void planner_isTheOneNamed() throws IOException {
    int before = StandInPlanner.plans();
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec, "--planner", "stand-in");

    assertThat(run.status()).isZero();
    assertThat(StandInPlanner.plans()).isEqualTo(before + 1);
    assertThat(json(run).get("suppressedRecords").asInt()).isEqualTo(1);
  }

  @Test
  void plannerThatIsNotOnTheClassPath_isBadInput() {
    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", spec, "--planner", "arx");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "dukou: --planner: 'arx' is not on the class path: put its jars there (for arx see"
                + " docs/anonymizer.md), or leave it out");
  }

  @Test
  void plan_writesPlanAndKeyForTheirOwnerOnly() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);

    for (String file : List.of(plan, plan + ".key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void planMadeAgainWithItsKey_isTheSamePlan() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    String first = Files.readString(Path.of(plan));

    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);

    assertThat(Path.of(plan)).hasContent(first);
  }

  @Test
  void protect_writesReleasedRowsAndCountsTheRest() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);

    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out);

    assertThat(run.out()).startsWith("{\"rows\":5,\"released\":4,\"suppressed\":1,");
    assertThat(run.out()).contains("\"unknownClass\":0,\"unknownValue\":0");
    assertThat(Files.readAllLines(Path.of(out))).hasSize(5).startsWith("age,arm");
    assertThat(Files.readString(Path.of(out))).doesNotContain("a1", "97");
  }

  @Test
  void protectWithStarAndOrder_keepsEveryRowInPlace() throws IOException {
    String key = folder.resolve("secret.key").toString();
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan, "--key", key);

    CommandRun run =
        CommandRun.of(
            "protect",
            "--plan",
            plan,
            "--data",
            data,
            "--out",
            out,
            "--key",
            key,
            "--keep-order",
            "--suppressed",
            "star");

    assertThat(run.status()).isZero();
    assertThat(Files.readAllLines(Path.of(out)))
        .map(row -> row.substring(row.length() - 1))
        .containsExactly("m", "x", "y", "x", "y", "x");
    assertThat(Files.readAllLines(Path.of(out))).endsWith("*,x");
  }

  @Test
  void protectOfAnotherFile_countsUnknownClasses() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    String other = write("other.csv", DATA.replace("a4,58,y\n", ""));

    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", other, "--out", out);

    assertThat(run.out()).startsWith("{\"rows\":4,\"released\":2,\"suppressed\":0,");
    assertThat(run.out()).contains("\"unknownClass\":2,");
  }

  @Test
  void protect_refusesIdentifiersInReleasedColumns() throws IOException {
    String leaking = write("leak.csv", DATA.replace(",x\n", ",13800138000\n"));
    CommandRun.of("plan", "--data", leaking, "--spec", spec, "--out", plan);

    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", leaking, "--out", out);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("PHONE in arm").doesNotContain("13800138000");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void protectWithAnotherKey_isRefused() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    String other = folder.resolve("other.key").toString();
    CommandRun.of("plan", "--data", data, "--spec", spec, "--key", other);

    CommandRun run =
        CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out, "--key", other);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json: the seal of the plan does not fit");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void infeasibleSpecification_exitsWith3AndNamesTheModel() throws IOException {
    String strict = write("strict.yaml", SPEC.replace("k: 2", "k: 6"));

    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", strict, "--out", plan);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("k-anonymity");
    assertThat(json(run).get("feasible").asBoolean()).isFalse();
    assertThat(Path.of(plan)).doesNotExist();
  }

  @Test
  void planThatReleasesNobody_isShownAndNotWritten() throws IOException {
    String strict =
        write(
            "nobody.yaml",
            SPEC.replace("{type: k-anonymity, k: 2}", "{type: average-risk, threshold: 0.001}"));

    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", strict, "--out", plan);

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(3);
    assertThat(run.err()).contains("releases nobody");
    assertThat(json(run).get("feasible").asBoolean()).isTrue();
    assertThat(Path.of(plan)).doesNotExist();
    String empty = write("empty.csv", DATA.substring(0, DATA.indexOf('\n') + 1));
    assertThat(CommandRun.of("plan", "--data", empty, "--spec", spec).status()).isEqualTo(3);
    String never = write("never.yaml", Files.readString(Path.of(strict)).replace("0.001", "0"));
    CommandRun refused = CommandRun.of("plan", "--data", data, "--spec", never);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("never.yaml, line 5", "above 0");
  }

  /** The same table in CDISC Dataset-JSON and in CSV is planned and released alike. */
  @Test
  void datasetJson_isReadAsTheCsvIs() throws IOException {
    StringBuilder rows = new StringBuilder();
    DATA.lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            cells ->
                rows.append(rows.isEmpty() ? "" : ",")
                    .append("[\"%s\",%s,\"%s\"]".formatted(cells[0], cells[1], cells[2])));
    String json =
        write(
            "data.json",
            ("{\"datasetJSONCreationDateTime\":\"2026-03-01T10:00:00\","
                 + "\"datasetJSONVersion\":\"1.1.0\",\"itemGroupOID\":\"IG.D\",\"records\":5,"
                 + "\"name\":\"D\",\"label\":\"D\",\"columns\":["
                 + "{\"itemOID\":\"I.1\",\"name\":\"id\",\"label\":\"id\",\"dataType\":\"string\"},"
                 + "{\"itemOID\":\"I.2\",\"name\":\"age\",\"label\":\"age\",\"dataType\":\"integer\"},"
                 + "{\"itemOID\":\"I.3\",\"name\":\"arm\",\"label\":\"arm\",\"dataType\":\"string\"}],"
                 + "\"rows\":[%s]}")
                .formatted(rows));
    CommandRun run = CommandRun.of("plan", "--data", json, "--spec", spec, "--out", plan);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(json(run).get("suppressedRecords").asInt()).isEqualTo(1);
    assertThat(CommandRun.of("protect", "--plan", plan, "--data", json, "--out", out).status())
        .isZero();
    String fromJson = Files.readString(Path.of(out));
    Files.delete(Path.of(out));
    assertThat(CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out).status())
        .isZero();
    assertThat(fromJson.lines().sorted().toList())
        .isEqualTo(Files.readString(Path.of(out)).lines().sorted().toList());
    assertThat(CommandRun.of("risk", "--spec", spec, "--data", json).status()).isZero();
    CommandRun sas = CommandRun.of("plan", "--data", write("adsl.xpt", "x"), "--spec", spec);
    assertThat(sas.status()).isEqualTo(2);
    assertThat(sas.err()).contains("adsl.xpt", "Dataset-JSON 1.1");
  }

  @Test
  void warnings_areErrorsWhereStrict() throws IOException {
    String kept = write("keep.yaml", SPEC.replace("  arm: {role: sensitive}\n", "others: keep\n"));

    CommandRun lenient = CommandRun.of("plan", "--data", data, "--spec", kept);
    CommandRun strict = CommandRun.of("plan", "--data", data, "--spec", kept, "--strict");

    assertThat(json(lenient).get("warnings")).isNotEmpty();
    assertThat(strict.status()).isEqualTo(2);
    assertThat(strict.err()).contains("column arm");
  }

  @Test
  void valueOutsideAHierarchy_isNamedByFileAndLineOnly() throws IOException {
    String broken = write("broken.csv", DATA.replace("33", "forty"));

    CommandRun run = CommandRun.of("plan", "--data", broken, "--spec", spec);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("broken.csv", "line 3", "age").doesNotContain("forty");
  }

  @Test
  void raggedRow_isNamedByFileAndLine() throws IOException {
    String broken = write("broken.csv", DATA.replace("a2,33,y", "a2,33"));

    CommandRun run = CommandRun.of("risk", "--data", broken, "--spec", spec);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("broken.csv", "line 3");
  }

  @Test
  void wrongSpecification_isNamedByFileLineAndColumn() throws IOException {
    String broken = write("broken.yaml", SPEC.replace("role: sensitive", "rule: sensitive"));

    CommandRun run = CommandRun.of("plan", "--data", data, "--spec", broken);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("broken.yaml", "line 4", "column");
  }

  @Test
  void missingFiles_areBadInput() {
    String none = folder.resolve("none").toString();

    assertThat(CommandRun.of("plan", "--data", none, "--spec", spec).status()).isEqualTo(2);
    assertThat(CommandRun.of("plan", "--data", data, "--spec", none).status()).isEqualTo(2);
    assertThat(CommandRun.of("risk", "--data", none, "--spec", spec).status()).isEqualTo(2);
    assertThat(CommandRun.of("protect", "--plan", none, "--data", data, "--out", out).status())
        .isEqualTo(2);
  }

  @Test
  void damagedPlan_isBadInput() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    Files.writeString(
        Path.of(plan), Files.readString(Path.of(plan)).replaceFirst("\"k\":2", "\"k\":1"));

    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json");
  }

  @Test
  void keyThatOthersMayRead_isBadInput() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    Files.setPosixFilePermissions(
        Path.of(plan + ".key"), PosixFilePermissions.fromString("rw-r--r--"));

    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json.key");
  }

  @Test
  void risk_measuresTheTableAsItStands() throws IOException {
    JsonNode json = json(CommandRun.of("risk", "--data", data, "--spec", spec));

    assertThat(json.get("records").asInt()).isEqualTo(5);
    assertThat(json.get("minClassSize").asInt()).isEqualTo(1);
    assertThat(json.get("gbt42460").get("level").asInt()).isEqualTo(1);
  }

  @Test
  void riskThresholdOutOfRange_isBadInput() {
    CommandRun run = CommandRun.of("risk", "--data", data, "--spec", spec, "--threshold", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--threshold");
  }

  @Test
  void riskWithPlan_addsWhatThePlanReleases() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    CommandRun.of("protect", "--plan", plan, "--data", data, "--out", out);

    JsonNode json =
        json(
            CommandRun.of(
                "risk", "--data", data, "--spec", spec, "--plan", plan, "--released", out));

    assertThat(json.get("minClassSize").asInt()).isEqualTo(1);
    assertThat(json.get("plan").get("minClassSize").asInt()).isEqualTo(2);
    assertThat(json.get("plan").get("suppressedRecords").asInt()).isEqualTo(1);
    assertThat(json.get("plan").get("loss").get("total").asDouble()).isBetween(0.1, 0.9);
    assertThat(json.get("released").get("records").asInt()).isEqualTo(4);
  }

  @Test
  void riskOfAPopulation_isTheSameBySizeAndByFraction() throws IOException {
    JsonNode bySize =
        json(CommandRun.of("risk", "--data", data, "--spec", spec, "--population-size", "50"));
    JsonNode byFraction =
        json(CommandRun.of("risk", "--data", data, "--spec", spec, "--sampling-fraction", "0.1"));

    assertThat(bySize.get("populationUniqueness").get("population").asInt()).isEqualTo(50);
    assertThat(byFraction).isEqualTo(bySize);
  }

  @Test
  void riskAsHtml_isPrintedOrWrittenForItsOwnerOnly() throws IOException {
    Path page = folder.resolve("report.html");

    CommandRun printed = CommandRun.of("risk", "--data", data, "--spec", spec, "--format", "html");
    CommandRun written =
        CommandRun.of(
            "risk", "--data", data, "--spec", spec, "--format", "html", "--out", page.toString());

    assertThat(printed.out()).startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(page).hasContent(printed.out());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
    assertThat(json(written).get("records").asInt()).isEqualTo(5);
  }

  @Test
  void riskAsJson_isWrittenAsItIsPrinted() throws IOException {
    Path report = folder.resolve("report.json");

    CommandRun run =
        CommandRun.of("risk", "--data", data, "--spec", spec, "--out", report.toString());

    assertThat(report).hasContent(run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--population-size 0",
        "--population-size 4",
        "--sampling-fraction 1.5",
        "--population-size 9 --sampling-fraction 0.5",
        "--format pdf",
        "--key secret.key",
        "--plan nowhere.json",
        "--released nowhere.csv"
      })
  void riskWithAWrongOption_isBadInput(String options) {
    List<String> arguments = new ArrayList<>(List.of("risk", "--data", data, "--spec", spec));
    arguments.addAll(List.of(options.split(" ", -1)));

    CommandRun run = CommandRun.of(arguments.toArray(new String[0]));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isNotEmpty();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void riskWithThePlanOfAnotherSpecification_isBadInput() throws IOException {
    CommandRun.of("plan", "--data", data, "--spec", spec, "--out", plan);
    String other =
        write("other.yaml", SPEC.replace("{role: sensitive}", "{role: quasi-identifier}"));

    CommandRun run = CommandRun.of("risk", "--data", data, "--spec", other, "--plan", plan);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("other quasi-identifiers");
  }

  @Test
  void unknownWayWithSuppressedRows_isBadInput() {
    CommandRun run =
        CommandRun.of(
            "protect", "--plan", plan, "--data", data, "--out", out, "--suppressed", "keep");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("leave-out");
  }

  @Test
  void adult_isPlannedAtItsKnownOptimumAndProtected() throws IOException {
    Path adult = adult();
    Assumptions.assumeTrue(adult != null, "no shared data with adult/adult.csv: skipped");
    String adultSpec = write("adult.yaml", adultSpec(adult));
    String adultData = adult.resolve("adult.csv").toString();

    JsonNode planned =
        json(CommandRun.of("plan", "--data", adultData, "--spec", adultSpec, "--out", plan));
    CommandRun run = CommandRun.of("protect", "--plan", plan, "--data", adultData, "--out", out);

    assertThat(planned.get("levels").toString()).isEqualTo("[0,3,0,0,2,1,1,2,0]");
    assertThat(run.out()).startsWith("{\"rows\":30162,\"released\":28816,\"suppressed\":1346,");
    JsonNode risk = json(CommandRun.of("risk", "--data", out, "--spec", adultSpec));
    assertThat(risk.get("minClassSize").asInt()).isEqualTo(5);
    assertThat(risk.get("equivalenceClasses").asInt()).isEqualTo(397);
    JsonNode before =
        json(CommandRun.of("risk", "--data", adultData, "--spec", adultSpec, "--plan", plan));
    assertThat(before.get("plan").get("loss").get("total").asDouble())
        .isCloseTo(planned.get("loss").asDouble(), within(1e-9));
  }

  private static Path adult() {
    Stream<Path> above =
        Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent);
    return above
        .map(at -> at.resolve("shared"))
        .map(shared -> Path.of(System.getProperty("dukou.shared", shared.toString())))
        .map(shared -> shared.resolve("data").resolve("adult"))
        .filter(folder -> Files.exists(folder.resolve("adult.csv")))
        .findFirst()
        .orElse(null);
  }

  private static String adultSpec(Path adult) throws IOException {
    String header = Files.readAllLines(adult.resolve("adult.csv")).get(0);
    String attributes =
        Stream.of(header.split(";"))
            .map(
                name ->
                    "  %s: {role: quasi-identifier, hierarchy: {file: %s/adult_hierarchy_%s.csv}}"
                        .formatted(name, adult, name))
            .collect(Collectors.joining("\n"));
    return "csv: {delimiter: \";\"}\nattributes:\n"
        + attributes
        + "\nmodels: [{type: k-anonymity, k: 5}]\nsuppressionLimit: 0.05\n";
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
