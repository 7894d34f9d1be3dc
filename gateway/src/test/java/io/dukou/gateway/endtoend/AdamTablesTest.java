package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.gateway.format.CdiscFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * ADSL and ADAE in Dataset-JSON through a running proxy, as {@code docs/configuration.md} shows how
 * to: an invented study, and CDISC's own where it is there.
 */
@Timeout(300)
final class AdamTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("..", "docs");
  private static final String ADSL = "/st-1/adsl";
  private static final String ADAE = "/st-1/adae";
  private static final int SUBJECTS = 240;

  @TempDir Path folder;

  @Test
  void documentedConfiguration_releasesBothTables_inClassesOfAtLeastK() throws Exception {
    String specification = shown("configuration.md", "specifications/safety.yaml");
    try (RawOrigin origin = origin(adsl(), adae())) {
      Site site = site(origin, specification, subjects());
      try (RunningSite gateway = RunningSite.start(site)) {
        Client client = new Client(gateway.url(), site.token("alpha-1"));
        JsonNode people = get(client, ADSL);
        JsonNode events = get(client, ADAE);
        assertDescribesItself(people);
        assertDescribesItself(events);
        assertThat(names(people)).containsExactly("SUBJKEY", "AGE", "SEX", "TRT01A");
        assertThat(names(events)).containsExactly("SUBJKEY", "ASTDT", "AEBODSYS");
        assertThat(people.toString() + events).doesNotContain("01-70").doesNotContain("HDL");
        Map<String, List<String>> classes =
            classes(people, List.of("AGE", "SEX"), events, List.of("ASTDT"));
        assertAtLeast(11, classes);
        assertThat(get(client, ADAE + "?limit=7").get("records").intValue()).isEqualTo(7);
        JsonNode others = get(new Client(gateway.url(), site.token("gamma-1")), ADSL);
        assertThat(keys(others)).isNotEmpty().doesNotContainAnyElementsOf(keys(people));
      }
    }
  }

  @Test
  void numbersOfEvents_areReleasedInTheirPlace() throws Exception {
    String specification = counts();
    try (RawOrigin origin = origin(adsl(), adae())) {
      Site site = site(origin, specification, subjects());
      try (RunningSite gateway = RunningSite.start(site)) {
        Client client = new Client(gateway.url(), site.token("alpha-1"));
        assertCounts(get(client, ADSL), get(client, ADAE));
      }
    }
  }

  /** Numbers that are released as they are stay numbers. */
  @Test
  void numbersOfEventsThatAreNotGeneralised_areIntegers() throws Exception {
    String specification = counts().replace(", hierarchy: {cuts: [1, 4, 9]}", "");
    try (RawOrigin origin = origin(adsl(), adae())) {
      Site site = site(origin, specification, subjects());
      try (RunningSite gateway = RunningSite.start(site)) {
        JsonNode events = get(new Client(gateway.url(), site.token("alpha-1")), ADAE);
        assertDescribesItself(events);
        assertThat(events.at("/columns/1/name").textValue()).isEqualTo("EVENTS");
        assertThat(events.at("/columns/1/dataType").textValue()).isEqualTo("integer");
        assertThat(events.at("/rows/0/1").isInt()).isTrue();
      }
    }
  }

  @Test
  void publishedStudy_isReleasedWithTheNumbersOfItsEvents() throws Exception {
    String adsl = Files.readString(CdiscFiles.file("adam/adsl.json"));
    String adae = Files.readString(CdiscFiles.file("adam/adae.json"));
    try (RawOrigin origin = origin(adsl, adae)) {
      Site site = site(origin, counts(), column(adsl, "USUBJID"));
      try (RunningSite gateway = RunningSite.start(site)) {
        Client client = new Client(gateway.url(), site.token("alpha-1"));
        JsonNode people = get(client, ADSL);
        assertThat(people.get("rows")).hasSizeGreaterThan(220);
        assertCounts(people, get(client, ADAE));
      }
    }
  }

  private static void assertCounts(JsonNode people, JsonNode events) {
    assertDescribesItself(people);
    assertDescribesItself(events);
    assertThat(names(events)).containsExactly("SUBJKEY", "EVENTS");
    assertThat(keys(events)).hasSameSizeAs(events.get("rows")).isEqualTo(keys(people));
    assertAtLeast(11, classes(people, List.of("AGE", "SEX"), events, List.of("EVENTS")));
  }

  private static void assertAtLeast(int k, Map<String, List<String>> classes) {
    Map<List<String>, Integer> sizes = new HashMap<>();
    classes.values().forEach(tuples -> sizes.merge(tuples, 1, Integer::sum));
    assertThat(sizes).hasSizeGreaterThan(1);
    assertThat(sizes.values()).allMatch(size -> size >= k);
  }

  /** Returns for each key what the quasi-identifiers of its rows of both tables say. */
  private static Map<String, List<String>> classes(
      JsonNode people, List<String> ofPeople, JsonNode events, List<String> ofEvents) {
    Map<String, List<String>> classes = new TreeMap<>();
    add(classes, people, ofPeople);
    Set<String> known = new HashSet<>(classes.keySet());
    add(classes, events, ofEvents);
    assertThat(classes.keySet()).isEqualTo(known);
    classes.values().forEach(tuples -> tuples.sort(null));
    return classes;
  }

  private static void add(
      Map<String, List<String>> classes, JsonNode dataset, List<String> columns) {
    List<Integer> places = columns.stream().map(names(dataset)::indexOf).toList();
    for (JsonNode row : dataset.get("rows")) {
      classes
          .computeIfAbsent(row.get(0).textValue(), key -> new ArrayList<>())
          .add(dataset.get("name") + places.stream().map(row::get).toList().toString());
    }
  }

  private static void assertDescribesItself(JsonNode dataset) {
    assertThat(dataset.get("records").intValue()).isEqualTo(dataset.get("rows").size());
    JsonNode key = dataset.at("/columns/0");
    assertThat(key.get("name").textValue()).isEqualTo("SUBJKEY");
    assertThat(key.get("dataType").textValue()).isEqualTo("string");
    assertThat(key.get("length").intValue()).isEqualTo(32);
    for (JsonNode row : dataset.get("rows")) {
      assertThat(row).hasSameSizeAs(dataset.get("columns"));
      assertThat(row.get(0).textValue()).matches("[a-p]{32}");
    }
  }

  private static List<String> names(JsonNode dataset) {
    List<String> names = new ArrayList<>();
    dataset.get("columns").forEach(column -> names.add(column.get("name").textValue()));
    return names;
  }

  private static Set<String> keys(JsonNode dataset) {
    Set<String> keys = new HashSet<>();
    dataset.get("rows").forEach(row -> keys.add(row.get(0).textValue()));
    return keys;
  }

  private static JsonNode get(Client client, String path) throws IOException {
    Client.Seen seen = client.get(path);
    assertThat(seen.status()).as(seen.body()).isEqualTo(200);
    return JSON.readTree(seen.body());
  }

  private Site site(RawOrigin origin, String specification, List<String> subjects)
      throws IOException {
    String routes =
        shown("configuration.md", "routes.yaml")
            .replaceFirst("routes:\n", "")
            .replace("https://ehr.hospital.example/export", origin.url(""));
    Files.createDirectories(folder.resolve("specifications"));
    Site site =
        Site.write(
            folder,
            new Site.Plan(
                origin.hostAndPort(),
                routes,
                List.of("specifications/safety.yaml", specification),
                subjects,
                "SUBJKEY, AGE, SEX, TRT01A, ASTDT, AEBODSYS, EVENTS",
                ""));
    site.edit("facts.yaml", "identifiability: deid", "identifiability: keycoded");
    return site;
  }

  private static RawOrigin origin(String adsl, String adae) throws IOException {
    RawOrigin origin = new RawOrigin();
    origin.on("/adsl", RawOrigin.ok("application/json", "ETag: \"1\"\r\n", adsl));
    origin.on("/adae", RawOrigin.ok("application/json", "ETag: \"1\"\r\n", adae));
    return origin;
  }

  /** Returns a file that a document shows. */
  private static String shown(String document, String name) throws IOException {
    String text = Files.readString(DOCS.resolve(document));
    int start = text.indexOf("```yaml\n", text.indexOf("<!-- file: " + name + " -->")) + 8;
    return text.substring(start, text.indexOf("```", start));
  }

  /** Rows need classes of at least 11 to leave. */
  private static String counts() throws IOException {
    return shown("anonymizer.md", "cdisc-counts.yaml").replace("k: 5", "k: 11");
  }

  private static List<String> column(String dataset, String name) throws IOException {
    JsonNode json = JSON.readTree(dataset);
    int at = names(json).indexOf(name);
    List<String> values = new ArrayList<>();
    json.get("rows").forEach(row -> values.add(row.get(at).textValue()));
    return values;
  }

  private static List<String> subjects() {
    return IntStream.range(0, SUBJECTS).mapToObj(AdamTablesTest::subject).toList();
  }

  private static String subject(int number) {
    return "01-70%d-%04d".formatted(number % 5, 1000 + number);
  }

  /** A column that is called as the key does not leave, nor say of what type the key is. */
  private static String adsl() {
    Random random = new Random(5);
    return dataset(
        "ADSL",
        List.of(
            "STUDYID:string",
            "USUBJID:string",
            "AGE:integer",
            "SEX:string",
            "TRT01A:string",
            "SUBJKEY:integer"),
        IntStream.range(0, SUBJECTS)
            .mapToObj(
                number ->
                    "[\"HDL-1\",\"%s\",%d,\"%s\",\"%s\",7]"
                        .formatted(
                            subject(number),
                            40 + random.nextInt(40),
                            random.nextBoolean() ? "F" : "M",
                            random.nextBoolean() ? "Placebo" : "Active"))
            .toList());
  }

  /** Two of three subjects have an event, one of six has two. */
  private static String adae() {
    Random random = new Random(6);
    List<String> rows = new ArrayList<>();
    for (int number = 0; number < SUBJECTS; number++) {
      int events = number % 6 == 0 ? 2 : number % 3 == 2 ? 0 : 1;
      for (int event = 0; event < events; event++) {
        rows.add(
            "[\"%s\",\"2026-0%d-%02d\",\"%s\",%d]"
                .formatted(
                    subject(number),
                    1 + random.nextInt(6),
                    1 + random.nextInt(28),
                    random.nextBoolean() ? "CARDIAC DISORDERS" : "EYE DISORDERS",
                    event + 1));
      }
    }
    return dataset(
        "ADAE", List.of("USUBJID:string", "ASTDT:date", "AEBODSYS:string", "AESEQ:integer"), rows);
  }

  private static String dataset(String name, List<String> columns, List<String> rows) {
    List<String> described =
        columns.stream()
            .map(column -> column.split(":", 2))
            .map(
                part ->
                    "{\"itemOID\":\"IT.%s.%s\",\"name\":\"%s\",\"label\":\"l\",\"dataType\":\"%s\"}"
                        .formatted(name, part[0], part[0], part[1]))
            .toList();
    return """
    {"datasetJSONCreationDateTime":"2026-01-31T10:00:00","datasetJSONVersion":"1.1.0",\
    "itemGroupOID":"IG.%1$s","records":%2$d,"name":"%1$s","label":"%1$s","columns":[%3$s],\
    "rows":[%4$s]}
    """
        .formatted(name, rows.size(), String.join(",", described), String.join(",", rows));
  }
}
