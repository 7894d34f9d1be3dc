package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.dukou.gateway.format.CdiscFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each of the five formats through a running proxy. What comes out is of the format that went in,
 * holds the planned columns in classes of at least k, and, where the format has metadata, says of
 * itself what it is. CDISC's own study and schemas are used where they are there; an invented
 * dataset always.
 */
@Timeout(300)
final class FormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "/st-1/data";
  private static final int K = 11;

  /** Columns that are not named do not leave. */
  private static final String SPECIFICATION =
      """
      subject: USUBJID
      others: drop
      attributes:
        USUBJID: {role: direct-identifier}
        AGE:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2, 2]}}}
        SEX:     {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 1}}}
        ARM:     {role: sensitive}
        BMIBL:   {role: sensitive}
        TRTSDT:  {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.2
      """;

  @TempDir Path folder;

  @Test
  void publishedStudy_comesOutAsValidDatasetJson() throws Exception {
    String published = Files.readString(CdiscFiles.file("adam/adsl.json"));
    JsonNode answer =
        JSON.readTree(through("dataset-json", "application/json", published, subjects(published)));
    assertValid(answer.toString(), CdiscFiles.schema());
    assertDescribesItself(answer, answer.get("rows"));
    assertOnlyPlanned(answer, answer.get("rows"), JSON.readTree(published));
  }

  @Test
  void publishedStudyInLines_comesOutAsValidDatasetJson() throws Exception {
    String published = Files.readString(CdiscFiles.file("adam/adsl.ndjson"));
    List<String> subjects = subjects(Files.readString(CdiscFiles.file("adam/adsl.json")));
    String answer = through("dataset-ndjson", "application/x-ndjson", published, subjects);
    String first = answer.substring(0, answer.indexOf('\n'));
    assertValid(first, CdiscFiles.ndjsonSchema());
    JsonNode dataset = JSON.readTree(first);
    assertDescribesItself(dataset, lines(answer.lines().skip(1)));
    assertOnlyPlanned(
        dataset,
        lines(answer.lines().skip(1)),
        JSON.readTree(published.lines().findFirst().orElseThrow()));
  }

  @Test
  void inventedDataset_comesOutDescribingItself() throws Exception {
    JsonNode dataset = invented();
    JsonNode answer =
        JSON.readTree(
            through("dataset-json", "application/json", dataset.toString(), inventedSubjects()));
    assertDescribesItself(answer, answer.get("rows"));
    assertOnlyPlanned(answer, answer.get("rows"), dataset);
    assertThat(answer.toString()).doesNotContain("canary").doesNotContain("S-1");
  }

  @Test
  void inventedDatasetInLines_comesOutDescribingItself() throws Exception {
    ObjectNode dataset = invented();
    JsonNode rows = dataset.remove("rows");
    StringBuilder body = new StringBuilder().append(dataset).append('\n');
    rows.forEach(row -> body.append(row).append('\n'));
    String answer =
        through("dataset-ndjson", "application/x-ndjson", body.toString(), inventedSubjects());
    JsonNode first = JSON.readTree(answer.substring(0, answer.indexOf('\n')));
    assertDescribesItself(first, lines(answer.lines().skip(1)));
    assertOnlyPlanned(first, lines(answer.lines().skip(1)), dataset);
    assertThat(answer).doesNotContain("canary").doesNotContain("S-1");
  }

  @Test
  void inventedDataset_isValidWhereTheSchemaIsThere() throws Exception {
    String schema = CdiscFiles.schema();
    String dataset = invented().toString();
    assertValid(through("dataset-json", "application/json", dataset, inventedSubjects()), schema);
  }

  @Test
  void pageAndFilter_countWhatTheyHold() throws Exception {
    try (RawOrigin origin = origin("application/json", invented().toString())) {
      Site site = site(origin, "dataset-json", inventedSubjects());
      try (RunningSite gateway = RunningSite.start(site)) {
        Client client = new Client(gateway.url(), site.token("alpha-1"));
        JsonNode page = JSON.readTree(client.get(TABLE + "?limit=7").body());
        assertThat(page.get("rows")).hasSize(7);
        assertDescribesItself(page, page.get("rows"));
        String age = page.at("/rows/0/" + column(page, "AGE")).textValue();
        String filter = "?AGE=" + URLEncoder.encode(age, StandardCharsets.UTF_8);
        JsonNode some = JSON.readTree(client.get(TABLE + filter).body());
        assertThat(some.get("rows")).isNotEmpty();
        assertDescribesItself(some, some.get("rows"));
      }
    }
  }

  @Test
  void linesOfCells_comeOutAsLines() throws Exception {
    String mediaType = "text/csv; charset=utf-8; header=present";
    StringBuilder body = new StringBuilder("USUBJID,NAME,AGE,SEX,ARM,BMIBL,TRTSDT\n");
    for (ObjectNode object : objects()) {
      List<String> cells = new ArrayList<>();
      object.forEach(cell -> cells.add(cell.asText()));
      body.append(String.join(",", cells)).append('\n');
    }
    String answer = through("csv", mediaType, body.toString(), inventedSubjects());
    ArrayNode rows = JSON.createArrayNode();
    CsvReader.builder()
        .ofNamedCsvRecord(answer)
        .forEach(record -> rows.add(JSON.<JsonNode>valueToTree(record.getFieldsAsMap())));
    assertObjects(rows);
  }

  @Test
  void arrayOfObjects_comesOutAsOne() throws Exception {
    String body =
        objects().stream().map(JsonNode::toString).collect(Collectors.joining(",", "[", "]"));
    JsonNode answer = JSON.readTree(through("json", "application/json", body, inventedSubjects()));
    assertThat(answer.isArray()).isTrue();
    assertObjects(answer);
  }

  @Test
  void linesOfObjects_comeOutAsLines() throws Exception {
    String body =
        objects().stream().map(JsonNode::toString).collect(Collectors.joining("\n", "", "\n"));
    String answer = through("ndjson", "application/x-ndjson", body, inventedSubjects());
    assertObjects(lines(answer.lines()));
  }

  private static void assertObjects(JsonNode rows) {
    assertThat(rows).hasSizeGreaterThan(200);
    for (JsonNode row : rows) {
      List<String> names = new ArrayList<>();
      row.fieldNames().forEachRemaining(names::add);
      assertThat(names).containsExactly("AGE", "SEX", "ARM", "BMIBL", "TRTSDT");
    }
    assertClasses(rows, row -> row.get("AGE") + "|" + row.get("SEX"));
  }

  private static void assertClasses(JsonNode rows, Function<JsonNode, String> classOf) {
    Map<String, Integer> classes = new HashMap<>();
    rows.forEach(row -> classes.merge(classOf.apply(row), 1, Integer::sum));
    assertThat(classes.values()).allMatch(size -> size >= K);
  }

  /** Checks records, types and lengths against the rows, and the classes against k. */
  private static void assertDescribesItself(JsonNode dataset, JsonNode rows) {
    assertThat(dataset.get("records").intValue()).isEqualTo(rows.size());
    JsonNode columns = dataset.get("columns");
    for (int i = 0; i < columns.size(); i++) {
      String type = columns.get(i).get("dataType").textValue();
      int longest = 0;
      for (JsonNode row : rows) {
        assertThat(row).hasSameSizeAs(columns);
        JsonNode value = row.get(i);
        assertThat(value.isNull() || value.isTextual() == isText(type))
            .as("%s holds %s", columns.get(i).get("name"), type)
            .isTrue();
        longest = Math.max(longest, value.isTextual() ? value.textValue().length() : 0);
      }
      if (columns.get(i).has("length")) {
        assertThat(columns.get(i).get("length").intValue())
            .as("length of %s", columns.get(i).get("name"))
            .isGreaterThanOrEqualTo(longest);
      }
    }
  }

  /** Checks that nothing but the planned columns came out, generalised ones as what they are. */
  private static void assertOnlyPlanned(JsonNode dataset, JsonNode rows, JsonNode published) {
    List<String> names = new ArrayList<>();
    dataset.get("columns").forEach(column -> names.add(column.get("name").textValue()));
    assertThat(names).containsExactlyInAnyOrder("AGE", "SEX", "ARM", "BMIBL", "TRTSDT");
    JsonNode age = dataset.get("columns").get(column(dataset, "AGE"));
    assertThat(age.get("dataType").textValue()).isEqualTo("string"); // an interval
    assertThat(age.get("length").intValue()).isPositive();
    int all = published.get("records").intValue();
    assertThat(rows.size()).isBetween(all * 4 / 5, all);
    assertClasses(rows, row -> row.get(names.indexOf("AGE")) + "|" + row.get(names.indexOf("SEX")));
  }

  private static ArrayNode lines(Stream<String> lines) throws IOException {
    ArrayNode values = JSON.createArrayNode();
    for (String line : lines.toList()) {
      values.add(JSON.readTree(line));
    }
    return values;
  }

  private static boolean isText(String dataType) {
    return !List.of("integer", "float", "double", "boolean").contains(dataType);
  }

  private static int column(JsonNode dataset, String name) {
    JsonNode columns = dataset.get("columns");
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).get("name").textValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertValid(String dataset, String schema) {
    Validator validator = new ValidatorFactory().createValidator();
    URI uri = validator.registerSchema(URI.create("urn:dataset"), schema);
    assertThat(validator.validate(uri, dataset).getErrors()).isEmpty();
  }

  /** Returns the body that a caller gets of an origin's body. */
  private String through(String format, String mediaType, String body, List<String> subjects)
      throws IOException {
    try (RawOrigin origin = origin(mediaType, body)) {
      Site site = site(origin, format, subjects);
      try (RunningSite gateway = RunningSite.start(site)) {
        Client.Seen answer = new Client(gateway.url(), site.token("alpha-1")).get(TABLE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", mediaType);
        return answer.body();
      }
    }
  }

  private static RawOrigin origin(String mediaType, String body) throws IOException {
    RawOrigin origin = new RawOrigin();
    origin.on("/data", RawOrigin.ok(mediaType, "", body));
    return origin;
  }

  private Site site(RawOrigin origin, String format, List<String> subjects) throws IOException {
    String route =
        """
          - prefix: %s
            study: st-1
            dataset: data
            origin: {url: "%s", version: none, recheck: 1m, timeout: 20s, format: %s}
            specification: spec.yaml
        """
            .formatted(TABLE, origin.url("/data"), format);
    return Site.write(
        folder,
        new Site.Plan(
            origin.hostAndPort(),
            route,
            List.of("spec.yaml", SPECIFICATION),
            subjects,
            "AGE, SEX, ARM, BMIBL, TRTSDT",
            ""));
  }

  private static List<String> subjects(String dataset) throws IOException {
    JsonNode tree = JSON.readTree(dataset);
    int subject = column(tree, "USUBJID");
    List<String> subjects = new ArrayList<>();
    tree.get("rows").forEach(row -> subjects.add(row.get(subject).textValue()));
    return subjects;
  }

  private static List<String> inventedSubjects() {
    return IntStream.range(0, 240).mapToObj(i -> "S-1%03d".formatted(i)).toList();
  }

  private static List<ObjectNode> objects() {
    List<ObjectNode> objects = new ArrayList<>();
    for (String subject : inventedSubjects()) {
      int i = objects.size();
      objects.add(
          JSON.createObjectNode()
              .put("USUBJID", subject)
              .put("NAME", "canary " + i)
              .put("AGE", 30 + i % 40)
              .put("SEX", i % 2 == 0 ? "F" : "M")
              .put("ARM", i % 3 == 0 ? "Placebo" : "Xanomeline")
              .put("BMIBL", 20.5 + i % 7)
              .put("TRTSDT", "2026-01-%02d".formatted(1 + i % 28)));
    }
    return objects;
  }

  /** Returns the same rows as Dataset-JSON, with metadata that must not cross. */
  private static ObjectNode invented() {
    ObjectNode dataset =
        JSON.createObjectNode()
            .put("datasetJSONCreationDateTime", "2026-01-31T10:00:00")
            .put("datasetJSONVersion", "1.1.0")
            .put("fileOID", "canary.file")
            .put("originator", "canary originator")
            .put("itemGroupOID", "IG.ADSL")
            .put("records", 240)
            .put("name", "ADSL")
            .put("label", "canary label");
    ArrayNode columns = dataset.putArray("columns");
    ArrayNode rows = dataset.putArray("rows");
    Map<String, String> types = Map.of("AGE", "integer", "BMIBL", "float", "TRTSDT", "date");
    for (String name : List.of("USUBJID", "NAME", "AGE", "SEX", "ARM", "BMIBL", "TRTSDT")) {
      ObjectNode column =
          columns
              .addObject()
              .put("itemOID", "IT.ADSL." + name)
              .put("name", name)
              .put("label", "canary " + name)
              .put("dataType", types.getOrDefault(name, "string"));
      if (!types.containsKey(name)) {
        column.put("length", 40);
      }
    }
    for (ObjectNode object : objects()) {
      ArrayNode row = rows.addArray();
      object.forEach(row::add);
    }
    return dataset;
  }
}
