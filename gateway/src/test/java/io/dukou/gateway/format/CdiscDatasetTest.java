package io.dukou.gateway.format;

import static io.dukou.gateway.format.AnswerWriterTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CDISC's published files and schemas against ours. */
final class CdiscDatasetTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam/adsl.json",
        "adam/adae.json",
        "sdtm/dm.json",
        "sdtm/ae.json",
        "i18n/ae.json"
      })
  void publishedDataset_crossesUnchanged_andStaysValid(String name) throws Exception {
    JsonNode published = MAPPER.readTree(Files.readString(CdiscFiles.file(name)));
    ParsedTable read = read(TableFormat.DATASET_JSON, name);
    String text = written(TableFormat.DATASET_JSON, answer(read, Set.of()), all(read));
    JsonNode answer = MAPPER.readTree(text);
    assertThat(answer.get("rows")).isEqualTo(nullTextAsEmpty(published));
    assertThat(answer.get("records")).isEqualTo(published.get("records"));
    assertValid(text, CdiscFiles.schema());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam/adsl", "sdtm/ae"})
  void ndjsonForm_isTheSameTable_andStaysValid(String name) throws Exception {
    ParsedTable lines = read(TableFormat.DATASET_NDJSON, name + ".ndjson");
    ParsedTable object = read(TableFormat.DATASET_JSON, name + ".json");
    assertThat(lines.table().digest()).isEqualTo(object.table().digest());
    assertThat(lines.metadata()).isEqualTo(object.metadata());
    String text = written(TableFormat.DATASET_NDJSON, answer(lines, Set.of()), all(lines));
    assertValid(text.lines().findFirst().orElseThrow(), CdiscFiles.ndjsonSchema());
  }

  @Test
  void generalisedPage_isValid_andSaysWhatItIs() throws Exception {
    ParsedTable read = read(TableFormat.DATASET_JSON, "adam/adsl.json");
    AnswerTable table = answer(read, Set.of("AGE", "TRTSDT"));
    String text = written(TableFormat.DATASET_JSON, table, AnswerRows.range(10, 7));
    assertValid(text, CdiscFiles.schema());
    JsonNode answer = MAPPER.readTree(text);
    assertThat(answer.get("records").intValue()).isEqualTo(7);
    assertThat(answer.get("rows")).hasSize(7);
    for (JsonNode column : answer.get("columns")) {
      String name = column.get("name").textValue();
      if (name.equals("AGE") || name.equals("TRTSDT")) {
        assertThat(column.get("dataType").textValue()).isEqualTo("string");
        assertThat(column.get("label").textValue()).contains("generalised");
        assertThat(column.has("targetDataType")).isFalse();
      }
    }
  }

  @Test
  void publishedMetadata_doesNotCross() throws Exception {
    ObjectNode planted =
        (ObjectNode) MAPPER.readTree(Files.readString(CdiscFiles.file("adam/adsl.json")));
    plant(planted);
    ParsedTable read =
        Reading.read(TableFormat.DATASET_JSON, MAPPER.writeValueAsBytes(planted), Reading.OPTIONS);
    for (TableFormat format : TableFormat.values()) {
      String text = written(format, answer(read, Set.of()), all(read));
      assertThat(text).doesNotContain("canary").doesNotContain("DATE9");
    }
  }

  @Test
  void emptyAnswer_isValid() throws Exception {
    ParsedTable read = read(TableFormat.DATASET_JSON, "sdtm/dm.json");
    String text = written(TableFormat.DATASET_JSON, answer(read, Set.of()), AnswerRows.all(0));
    assertValid(text, CdiscFiles.schema());
  }

  /** The schema check itself must be able to fail. */
  @Test
  void brokenAnswer_isNotValid() throws Exception {
    ParsedTable read = read(TableFormat.DATASET_JSON, "sdtm/dm.json");
    String text = written(TableFormat.DATASET_JSON, answer(read, Set.of()), AnswerRows.all(1));
    assertThat(isValid(text.replace("\"itemOID\"", "\"itemoid\""), CdiscFiles.schema())).isFalse();
    assertThat(isValid(text.replace("1.1.0", "2.0.0"), CdiscFiles.schema())).isFalse();
  }

  private static void plant(ObjectNode dataset) {
    for (String member :
        Set.of(
            "fileOID",
            "originator",
            "studyOID",
            "metaDataVersionOID",
            "metaDataRef",
            "itemGroupOID",
            "name",
            "label")) {
      dataset.put(member, "canary-" + member);
    }
    ((ObjectNode) dataset.get("sourceSystem"))
        .put("name", "canary-system")
        .put("version", "canary-1");
    for (JsonNode column : dataset.get("columns")) {
      ((ObjectNode) column)
          .put("itemOID", "canary-oid")
          .put("label", "canary-label")
          .put("displayFormat", "canary-format");
    }
  }

  /** The one change on the way: text that is null comes back as the empty string. */
  private static JsonNode nullTextAsEmpty(JsonNode dataset) {
    for (JsonNode row : dataset.get("rows")) {
      for (int i = 0; i < row.size(); i++) {
        String type = dataset.get("columns").get(i).get("dataType").textValue();
        if (row.get(i).isNull() && !Set.of("integer", "float", "double").contains(type)) {
          ((ArrayNode) row).set(i, "");
        }
      }
    }
    return dataset.get("rows");
  }

  private static ParsedTable read(TableFormat format, String name)
      throws IOException, BadTableException {
    try (InputStream body = Files.newInputStream(CdiscFiles.file(name))) {
      return format.read(body, ReadOptions.of(name));
    }
  }

  private static AnswerTable answer(ParsedTable read, Set<String> generalised) {
    return AnswerWriterTest.answer(read.table(), read.metadata(), generalised);
  }

  private static AnswerRows all(ParsedTable read) {
    return AnswerRows.all(read.table().rowCount());
  }

  private static void assertValid(String text, String schema) {
    Validator validator = new ValidatorFactory().createValidator();
    URI uri = validator.registerSchema(URI.create("urn:dataset"), schema);
    Validator.Result result = validator.validate(uri, text);
    assertThat(result.getErrors().stream().map(Object::toString).limit(3)).isEmpty();
    assertThat(result.isValid()).isTrue();
  }

  private static boolean isValid(String text, String schema) {
    Validator validator = new ValidatorFactory().createValidator();
    URI uri = validator.registerSchema(URI.create("urn:dataset"), schema);
    return validator.validate(uri, text).isValid();
  }
}
