package io.dukou.gateway.format;

import static io.dukou.gateway.format.Reading.cells;
import static io.dukou.gateway.format.Reading.outcome;
import static io.dukou.gateway.format.Reading.read;
import static io.dukou.gateway.format.Reading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CDISC Dataset-JSON 1.1, by the sections of its specification. */
final class DatasetReadingTest {
  private static final String TOP =
      "\"datasetJSONCreationDateTime\":\"2026-03-01T10:00:00\",\"datasetJSONVersion\":\"1.1.0\","
          + "\"itemGroupOID\":\"IG.DM\",\"name\":\"DM\",\"label\":\"Demographics\"";
  private static final String AGE = column("AGE", "integer", "");

  @Test
  void dataset_isATable_withItsTypes() throws BadTableException {
    String columns =
        column("SEX", "string", ",\"length\":1,\"keySequence\":2")
            + ","
            + AGE
            + ","
            + column(
                "VISIT", "date", ",\"targetDataType\":\"integer\",\"displayFormat\":\"DATE9.\"");
    ParsedTable read =
        read(
            TableFormat.DATASET_JSON,
            dataset(2, columns, "[\"F\",54,\"2026-03\"],[\"\",null,\"\"]"));
    assertThat(read.table().names()).containsExactly("SEX", "AGE", "VISIT");
    assertThat(cells(read.table()))
        .containsExactly(List.of("F", "54", "2026-03"), Arrays.asList(null, null, null));
    assertThat(read.metadata().of("VISIT"))
        .isEqualTo(new ColumnFormat(DataType.DATE, DataType.INTEGER));
  }

  @Test
  void ndjson_isTheSameTable() throws BadTableException {
    String body = "{" + TOP + ",\"records\":2,\"columns\":[" + AGE + "]}\n[1]\n[2]\n";
    assertThat(cells(read(TableFormat.DATASET_NDJSON, body).table()))
        .containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void optionalMembers_areCheckedAndForgotten() throws BadTableException {
    String optional =
        ",\"fileOID\":\"F\",\"dbLastModifiedDateTime\":\"2026-02-28T23:59:59.5+08:00\","
            + "\"originator\":\"\",\"sourceSystem\":{\"name\":\"S\",\"version\":\"1\"},"
            + "\"studyOID\":\"S\",\"metaDataVersionOID\":\"M\",\"metaDataRef\":\"define.xml\"";
    String body = "{" + TOP + optional + ",\"records\":1,\"columns\":[" + AGE + "],\"rows\":[[1]]}";
    ParsedTable read = read(TableFormat.DATASET_JSON, body);
    assertThat(read.metadata())
        .isEqualTo(new FormatMetadata(Map.of("AGE", new ColumnFormat(DataType.INTEGER, null))));
  }

  @Test
  void datasetWithoutRows_isEmpty() {
    assertThat(outcome(TableFormat.DATASET_JSON, dataset(0, AGE, ""))).isEqualTo("read 0");
    assertThat(
            outcome(
                TableFormat.DATASET_JSON, "{" + TOP + ",\"records\":0,\"columns\":[" + AGE + "]}"))
        .isEqualTo("read 0");
    assertThat(
            outcome(
                TableFormat.DATASET_NDJSON,
                "{" + TOP + ",\"records\":0,\"columns\":[" + AGE + "]}\n"))
        .isEqualTo("read 0");
  }

  @Test
  void membersAfterTheRows_areReadToo() {
    String body = "{\"records\":1,\"columns\":[" + AGE + "],\"rows\":[[1]]," + TOP + "}";
    assertThat(outcome(TableFormat.DATASET_JSON, body)).isEqualTo("read 1");
  }

  @Test
  void rowsBeforeColumns_areRefused() {
    String body = "{" + TOP + ",\"records\":1,\"rows\":[[1]],\"columns\":[" + AGE + "]}";
    assertThat(outcome(TableFormat.DATASET_JSON, body)).isEqualTo("rows-before-columns");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 1_000_000})
  void records_thatAreNotTheRows_areRefused(long records) {
    assertThat(outcome(TableFormat.DATASET_JSON, dataset(records, AGE, "[1],[2]")))
        .isEqualTo("wrong-records");
    String lines =
        "{" + TOP + ",\"records\":" + records + ",\"columns\":[" + AGE + "]}\n[1]\n[2]\n";
    assertThat(outcome(TableFormat.DATASET_NDJSON, lines)).isEqualTo("wrong-records");
  }

  /** Section "Top-level Metadata Attributes". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "datasetJSONCreationDateTime",
        "datasetJSONVersion",
        "itemGroupOID",
        "records",
        "name",
        "label",
        "columns",
      })
  void requiredMember_thatIsAbsent_isMissed(String member) {
    String body = dataset(0, AGE, "");
    String without =
        body.replaceFirst("\"" + member + "\":(\"[^\"]*\"|[0-9]+|\\[\\{.*\\}\\]),", "");
    assertThat(without).isNotEqualTo(body);
    assertThat(outcome(TableFormat.DATASET_JSON, without))
        .isEqualTo(member.equals("columns") ? "rows-before-columns" : "missing-member");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"records\":0|\"records\":-1|bad-member",
        "\"records\":0|\"records\":0.0|bad-member",
        "\"records\":0|\"records\":\"0\"|bad-member",
        "\"records\":0|\"records\":1e0|bad-member",
        "\"records\":0|\"records\":99999999999999999999|bad-member",
        "\"records\":0|\"records\":null|bad-member",
        "\"1.1.0\"|\"1.0.0\"|bad-member",
        "\"1.1.0\"|\"1.10\"|bad-member",
        "\"1.1.0\"|\"1.1.01\"|bad-member",
        "\"1.1.0\"|\"1a1\"|bad-member",
        "\"1.1.0\"|1.1|bad-member",
        "\"1.1.0\"|\"1.1\"|read 0",
        "\"1.1.0\"|\"1.1.12\"|read 0",
        "2026-03-01T10:00:00|2026-13-01T10:00:00|bad-member",
        "2026-03-01T10:00:00|2026-03-01|bad-member",
        "2026-03-01T10:00:00|2026-03-01T24:00:00|bad-member",
        "2026-03-01T10:00:00|2026-03-01T10:00:00.123Z|read 0",
        "\"IG.DM\"|\"\"|bad-member",
        "\"DM\"|\"\"|bad-member",
        "\"DM\"|null|bad-member",
        "\"DM\"|[]|bad-member",
        "\"Demographics\"|\"\"|read 0",
        "\"Demographics\"|{}|bad-member",
        "\"label\":\"Demographics\"|\"label\":\"L\",\"extension\":1|unknown-member",
        "\"label\":\"Demographics\"|\"label\":\"L\",\"label\":\"L\"|duplicate-key",
        "\"label\":\"Demographics\"|\"label\":\"L\",\"sourceSystem\":1|unexpected-shape",
        "\"label\":\"Demographics\"|\"label\":\"L\",\"sourceSystem\":{\"name\":\"S\"}|missing-member",
        "\"label\":\"Demographics\"|\"label\":\"L\",\"sourceSystem\":{\"x\":\"S\"}|unknown-member",
        "\"columns\":[|\"columns\":[{},|missing-member",
        "\"columns\":[|\"columns\":[1,|unexpected-shape",
        "\"columns\":[|\"columns\":{}|unexpected-shape",
        "\"columns\":[|\"columns\":[],\"was\":[|empty-input",
        "\"rows\":[]|\"rows\":{}|unexpected-shape",
        "\"rows\":[]|\"rows\":[],\"rows\":[]|duplicate-key",
        "\"rows\":[]|\"rows\":[]} {|trailing-content",
      })
  void member_hasTheValueThatTheStandardAllows(String was, String becomes, String outcome) {
    String body = dataset(0, AGE, "");
    assertThat(body).contains(was);
    assertThat(outcome(TableFormat.DATASET_JSON, body.replace(was, becomes))).isEqualTo(outcome);
  }

  /** Section "Column Metadata". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"dataType\":\"integer\"|\"dataType\":\"int\"|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"number\"|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"Integer\"|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":1|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"integer\",\"targetDataType\":\"float\"|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"integer\",\"length\":0|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"integer\",\"keySequence\":0|bad-member",
        "\"dataType\":\"integer\"|\"dataType\":\"integer\",\"note\":\"x\"|unknown-member",
        "\"dataType\":\"integer\"|\"length\":1|missing-member",
        "\"name\":\"AGE\"|\"name\":\"\"|empty-column-name",
        "\"name\":\"AGE\"|\"name\":\"A\\uD800\"|undecodable-bytes",
        "\"label\":\"Label of AGE\"|\"length\":1|missing-member",
      })
  void column_hasTheMembersThatTheStandardAllows(String was, String becomes, String outcome) {
    assertThat(AGE).contains(was);
    assertThat(outcome(TableFormat.DATASET_JSON, dataset(0, AGE.replace(was, becomes), "")))
        .isEqualTo(outcome);
  }

  @Test
  void twoColumnsOfOneName_areRefused() {
    assertThat(outcome(TableFormat.DATASET_JSON, dataset(0, AGE + "," + AGE, "")))
        .isEqualTo("duplicate-column-name");
  }

  /** Section "Supported Column Data Type Combinations". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string|\"any 中文\"|read 1",
        "string|null|read 1",
        "string|1|wrong-type",
        "string|true|wrong-type",
        "integer|5|read 1",
        "integer|-5|read 1",
        "integer|5.0|wrong-type",
        "integer|5.5|wrong-type",
        "integer|\"5\"|wrong-type",
        "integer|\"\"|wrong-type",
        "integer|9007199254740993|inexact-number",
        "float|5|read 1",
        "float|5.25|read 1",
        "float|\"5.25\"|wrong-type",
        "double|1e-3|read 1",
        "double|NaN|number-not-finite",
        "boolean|true|read 1",
        "boolean|1|wrong-type",
        "boolean|\"Y\"|wrong-type",
        "decimal|\"30.8983333232059\"|read 1",
        "decimal|\"1,234.50\"|read 1",
        "decimal|\"-12\"|read 1",
        "decimal|\"\"|read 1",
        "decimal|\"12,34\"|wrong-type",
        "decimal|\"abc\"|wrong-type",
        "decimal|12.5|wrong-type",
        "date|\"2026-03-01\"|read 1",
        "date|\"2026\"|read 1",
        "date|\"--12-15\"|read 1",
        "date|\"\"|read 1",
        "date|\"1 March\"|wrong-type",
        "date|20260301|wrong-type",
        "datetime|\"2026-03-01T10:00:00.5+08:00\"|read 1",
        "datetime|\"Zhang San\"|wrong-type",
        "time|\"10:30\"|read 1",
        "time|\"noon\"|wrong-type",
        "URI|\"https://example.org/a\"|read 1",
        "URI|1|wrong-type",
        "integer|[1]|nested-value",
        "string|{}|nested-value",
      })
  void value_isOfItsColumnsType(String type, String value, String outcome) {
    String body = dataset(1, column("X", type, ""), "[" + value + "]");
    assertThat(outcome(TableFormat.DATASET_JSON, body)).isEqualTo(outcome);
  }

  @Test
  void longDateOrDecimal_isRefused() {
    String digits = "1".repeat(65);
    for (String type : List.of("date", "decimal")) {
      String body = dataset(1, column("X", type, ""), "[\"" + digits + "\"]");
      assertThat(outcome(TableFormat.DATASET_JSON, body)).isEqualTo("wrong-type");
    }
  }

  @Test
  void rowOfAnotherLength_isRefused_withItsPlace() {
    String columns = AGE + "," + column("SEX", "string", "");
    BadTableException shorter =
        refused(TableFormat.DATASET_JSON, dataset(2, columns, "[1,\"F\"],\n[2]"));
    assertThat(shorter.code()).isEqualTo(BadTableCode.MISSING_FIELD);
    assertThat(shorter.place().row()).isEqualTo(2);
    assertThat(shorter.place().line()).isEqualTo(2);
    BadTableException longer =
        refused(TableFormat.DATASET_JSON, dataset(1, columns, "[1,\"F\",\"x\"]"));
    assertThat(longer.code()).isEqualTo(BadTableCode.EXTRA_FIELD);
    assertThat(refused(TableFormat.DATASET_JSON, dataset(1, columns, "{\"AGE\":1}")).code())
        .isEqualTo(BadTableCode.UNEXPECTED_SHAPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "N[1]|read 1",
        "RN[1]RN|read 1",
        "[1]N|not-one-line-each",
        "NN[1]N|blank-line",
        "N[N1]N|not-one-line-each",
        "N{\"AGE\":1}N|unexpected-shape",
        "N[1] [2]N|not-one-line-each",
        "N[1|truncated",
        "N[1]]|json-syntax",
      })
  void ndjsonRows_standOneOnALine(String rows, String outcome) {
    String body =
        ("{" + TOP + ",\"records\":1,\"columns\":[" + AGE + "]}")
            + rows.replace("R", "\r").replace("N", "\n");
    assertThat(outcome(TableFormat.DATASET_NDJSON, body)).isEqualTo(outcome);
  }

  @Test
  void ndjsonMetadata_holdsNoRows() {
    assertThat(outcome(TableFormat.DATASET_NDJSON, dataset(0, AGE, "") + "\n"))
        .isEqualTo("unknown-member");
  }

  private static String dataset(long records, String columns, String rows) {
    return "{"
        + TOP
        + ",\"records\":"
        + records
        + ",\"columns\":["
        + columns
        + "],\"rows\":["
        + rows
        + "]}";
  }

  private static String column(String name, String type, String more) {
    return "{\"itemOID\":\"IT.DM."
        + name
        + "\",\"name\":\""
        + name
        + "\",\"label\":\"Label of "
        + name
        + "\",\"dataType\":\""
        + type
        + "\""
        + more
        + "}";
  }
}
