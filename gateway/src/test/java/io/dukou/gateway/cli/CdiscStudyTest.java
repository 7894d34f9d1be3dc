package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ADSL and ADAE of CDISC's pilot study planned together: 254 subjects, 225 of them with 1,191
 * adverse events. {@code docs/anonymizer.md} says what these figures mean.
 */
final class CdiscStudyTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "anonymizer.md");

  @TempDir private Path folder;
  private String spec = "";
  private List<String> data = List.of();

  @BeforeEach
  void findData() throws IOException {
    Path adam = adam();
    Assumptions.assumeTrue(adam != null, "SKIPPED: no shared data with cdisc/adam/adae.json");
    data =
        List.of("--data", "adsl=" + adam + "/adsl.json", "--data", "adae=" + adam + "/adae.json");
    spec = Files.writeString(folder.resolve("cdisc.yaml"), documented("cdisc.yaml")).toString();
  }

  private static @Nullable Path adam() {
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("shared"))
        .map(shared -> Path.of(System.getProperty("dukou.shared", shared.toString())))
        .map(shared -> shared.resolve("data").resolve("cdisc").resolve("adam"))
        .filter(found -> Files.exists(found.resolve("adae.json")))
        .findFirst()
        .orElse(null);
  }

  /** Returns a file that the document shows. */
  private static String documented(String name) throws IOException {
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf("```yaml\n", document.indexOf("<!-- file: " + name + " -->")) + 8;
    return document.substring(start, document.indexOf("```", start));
  }

  private CommandRun run(String command, String... more) {
    return CommandRun.of(
        Stream.of(Stream.of(command), data.stream(), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private static JsonNode named(JsonNode list, String key, String value) {
    for (JsonNode each : list) {
      if (each.get(key).asText().equals(value)) {
        return each;
      }
    }
    throw new AssertionError("no " + value);
  }

  @Test
  void events_singleOutNearlyEverySubject_andNoLevelHelps() throws IOException {
    CommandRun run = run("plan", "--spec", spec);

    JsonNode json = json(run);
    assertThat(run.status()).isEqualTo(3);
    assertThat(json.at("/eventPatterns/text").asText())
        .startsWith("nearly every subject is unique by its events: 88.6 %");
    JsonNode views = json.at("/eventPatterns/views");
    assertThat(named(views, "columns", "dates-coarsest").get("uniqueShare").asDouble())
        .isEqualTo(208.0 / 254);
    assertThat(named(views, "columns", "numbers-of-rows").get("belowKShare").asDouble())
        .isEqualTo(19.0 / 254);
  }

  @Test
  void offers_areMeasuredOnThisData() throws IOException {
    JsonNode offers = json(run("plan", "--spec", spec)).get("offers");

    JsonNode blocks = named(offers, "offer", "code-blocks");
    assertThat(blocks.get("feasible").asBoolean()).isFalse();
    assertThat(blocks.get("suppressedShareAtCoarsest").asDouble()).isEqualTo(19.0 / 254);
    JsonNode counts = named(offers, "offer", "event-counts");
    JsonNode dropped = named(offers, "offer", "drop-table");
    for (JsonNode offer : List.of(counts, dropped)) {
      assertThat(offer.get("feasible").asBoolean()).isTrue();
      assertThat(offer.get("minClassSize").asInt()).isGreaterThanOrEqualTo(5);
      assertThat(offer.get("releasedSubjects").asInt()).isGreaterThanOrEqualTo(242);
      assertThat(offer.get("utility").asDouble()).isBetween(0.4, 0.5);
    }
  }

  @Test
  void numbersOfEvents_areReleasedWithTheSubjects() throws IOException {
    String counted = documented("cdisc-counts.yaml");
    String file = Files.writeString(folder.resolve("cdisc-counts.yaml"), counted).toString();
    String plan = folder.resolve("plan.json").toString();
    JsonNode planned = json(run("plan", "--spec", file, "--out", plan));
    CommandRun run =
        run(
            "protect",
            "--plan",
            plan,
            "--out",
            folder.resolve("out").toString(),
            "--keys",
            folder.resolve("keys").toString(),
            "--study",
            "CDISCPILOT01",
            "--group",
            "example");

    assertThat(planned.get("feasible").asBoolean()).isTrue();
    assertThat(planned.get("minClassSize").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(planned.get("releasedSubjects").asInt()).isEqualTo(239);
    assertThat(planned.get("levels").toString()).isEqualTo("[3,0,1]");
    assertThat(run.err()).isEmpty();
    List<String> subjects = Files.readAllLines(folder.resolve("out/adsl.csv"));
    List<String> events = Files.readAllLines(folder.resolve("out/adae.csv"));
    assertThat(events).hasSameSizeAs(subjects).startsWith("SUBJKEY,EVENTS");
    assertThat(subjects).hasSize(planned.get("releasedSubjects").asInt() + 1);
  }
}
