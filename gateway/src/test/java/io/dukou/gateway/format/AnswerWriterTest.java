package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AnswerWriterTest {
  private static final AnswerDataset DATASET =
      new AnswerDataset("ADSL", "Subjects", Instant.parse("2026-03-01T02:03:04.567Z"));
  private static final Table TABLE =
      Reading.table(
          List.of("SEX", "AGE", "DOSE", "SAFE"),
          List.of(
              Arrays.asList("F", "[50, 60[", "1.50", "true"),
              Arrays.asList(null, "*", null, null),
              Arrays.asList("say \"hi\", 中\n", "[60, 70[", "-2", "false")));
  private static final FormatMetadata SOURCE =
      new FormatMetadata(
          Map.of(
              "SEX", ColumnFormat.TEXT,
              "AGE", new ColumnFormat(DataType.INTEGER, null),
              "DOSE", new ColumnFormat(DataType.FLOAT, null),
              "SAFE", new ColumnFormat(DataType.BOOLEAN, null)));
  private static final AnswerTable ANSWER = answer(TABLE, SOURCE, Set.of("AGE"));

  @Test
  void csv_isQuotedWhereNeeded() {
    assertThat(written(TableFormat.CSV, ANSWER, AnswerRows.all(3)))
        .isEqualTo(
            String.join(
                "\r\n",
                "SEX,AGE,DOSE,SAFE",
                "F,\"[50, 60[\",1.50,true",
                ",*,,",
                "\"say \"\"hi\"\", 中\n\",\"[60, 70[\",-2,false",
                ""));
  }

  @Test
  void csv_usesTheDelimiterOfTheRoute() {
    AnswerTable semicolons =
        new AnswerTable(
            DATASET, ANSWER.columns(), 3, SOURCE, new CsvOptions(';', CsvOptions.GB18030));
    assertThat(written(TableFormat.CSV, semicolons, AnswerRows.of(new int[] {0})))
        .isEqualTo("SEX;AGE;DOSE;SAFE\r\nF;[50, 60[;1.50;true\r\n");
  }

  @Test
  void csv_ofOneColumn_hasNoBlankLine() throws BadTableException {
    Table single = Reading.table(List.of("a"), List.of(row("x"), row((String) null), row("y")));
    String text = written(TableFormat.CSV, answer(single, SOURCE, Set.of()), AnswerRows.all(3));
    assertThat(text).isEqualTo("a\r\nx\r\n\"\"\r\ny\r\n");
    assertThat(Reading.read(TableFormat.CSV, text).table().rowCount()).isEqualTo(3);
  }

  @Test
  void json_keepsTypes_andMakesGeneralisedColumnsText() {
    assertThat(written(TableFormat.JSON, ANSWER, AnswerRows.all(3)))
        .isEqualTo(
            """
            [{"SEX":"F","AGE":"[50, 60[","DOSE":1.50,"SAFE":true},
            {"SEX":null,"AGE":"*","DOSE":null,"SAFE":null},
            {"SEX":"say \\"hi\\", 中\\n","AGE":"[60, 70[","DOSE":-2,"SAFE":false}]
            """);
  }

  @Test
  void ndjson_hasOneRowOnALine() {
    assertThat(written(TableFormat.NDJSON, ANSWER, AnswerRows.of(new int[] {2, 0}, 1, 1)))
        .isEqualTo("{\"SEX\":\"F\",\"AGE\":\"[50, 60[\",\"DOSE\":1.50,\"SAFE\":true}\n");
  }

  @Test
  void datasetJson_isMadeFromPlanAndConfiguration() {
    assertThat(written(TableFormat.DATASET_JSON, ANSWER, AnswerRows.range(1, 1)))
        .isEqualTo(
            "{\"datasetJSONCreationDateTime\":\"2026-03-01T02:03:04Z\","
                + "\"datasetJSONVersion\":\"1.1.0\",\"itemGroupOID\":\"IG.ADSL\",\"records\":1,"
                + "\"name\":\"ADSL\",\"label\":\"Subjects\",\"columns\":["
                + "{\"itemOID\":\"IT.ADSL.SEX\",\"name\":\"SEX\",\"label\":\"Label of SEX\","
                + "\"dataType\":\"string\",\"length\":12},"
                + "{\"itemOID\":\"IT.ADSL.AGE\",\"name\":\"AGE\","
                + "\"label\":\"Label of AGE (generalised)\",\"dataType\":\"string\",\"length\":8},"
                + "{\"itemOID\":\"IT.ADSL.DOSE\",\"name\":\"DOSE\",\"label\":\"Label of DOSE\","
                + "\"dataType\":\"float\"},"
                + "{\"itemOID\":\"IT.ADSL.SAFE\",\"name\":\"SAFE\",\"label\":\"Label of SAFE\","
                + "\"dataType\":\"boolean\"}],\"rows\":[[\"\",\"*\",null,null]]}\n");
  }

  @Test
  void datasetNdjson_hasTheMetadataOnTheFirstLine() {
    String[] lines = written(TableFormat.DATASET_NDJSON, ANSWER, AnswerRows.all(3)).split("\n", -1);
    assertThat(lines).hasSize(5);
    assertThat(lines[0]).startsWith("{\"dataset").contains("\"records\":3").endsWith("}]}");
    assertThat(lines[1]).isEqualTo("[\"F\",\"[50, 60[\",1.50,true]");
    assertThat(lines[4]).isEmpty();
  }

  @Test
  void emptyAnswer_isWhole_inEveryFormat() throws BadTableException {
    for (TableFormat format : TableFormat.values()) {
      if (format != TableFormat.NDJSON) {
        String text = written(format, ANSWER, AnswerRows.all(0));
        ReadOptions known = Reading.OPTIONS.withColumns(TABLE.names());
        assertThat(Reading.read(format, text.getBytes(UTF_8), known).table().rowCount()).isZero();
      }
    }
    assertThat(written(TableFormat.NDJSON, ANSWER, AnswerRows.all(0))).isEmpty();
  }

  @Test
  void lengths_areThoseOfTheWholeTable_onEachPage() {
    String page = written(TableFormat.DATASET_JSON, ANSWER, AnswerRows.range(0, 1));
    String whole = written(TableFormat.DATASET_JSON, ANSWER, AnswerRows.all(3));
    String columns = "(?s).*\"columns\":(\\[.*\\]),\"rows\".*";
    assertThat(page.replaceAll(columns, "$1")).isEqualTo(whole.replaceAll(columns, "$1"));
  }

  @Test
  void lengths_ignoreValuesThatNoRowHolds() {
    Table longer =
        Reading.table(List.of("a"), List.of(row("x"), row("a value of a suppressed row")));
    AnswerTable released =
        new AnswerTable(
            DATASET,
            List.of(new AnswerColumn(longer.column("a"), false, null)),
            1,
            SOURCE,
            CsvOptions.DEFAULT);
    assertThat(written(TableFormat.DATASET_JSON, released, AnswerRows.all(1)))
        .contains("\"length\":1}");
  }

  @Test
  void targetDataType_staysWithUngeneralisedDatesOnly() {
    Table dates = Reading.table(List.of("d"), List.of(row("2026-03-01")));
    FormatMetadata source =
        new FormatMetadata(Map.of("d", new ColumnFormat(DataType.DATE, DataType.INTEGER)));
    assertThat(
            written(TableFormat.DATASET_JSON, answer(dates, source, Set.of()), AnswerRows.all(1)))
        .contains("\"dataType\":\"date\",\"targetDataType\":\"integer\"}");
    assertThat(
            written(
                TableFormat.DATASET_JSON, answer(dates, source, Set.of("d")), AnswerRows.all(1)))
        .doesNotContain("targetDataType")
        .contains("\"dataType\":\"string\"");
  }

  @Test
  void columnThatTheSourceDidNotHave_isText() {
    Table other = Reading.table(List.of("new"), List.of(row("1")));
    assertThat(written(TableFormat.JSON, answer(other, SOURCE, Set.of()), AnswerRows.all(1)))
        .isEqualTo("[{\"new\":\"1\"}]\n");
  }

  @Test
  void namesAndLabels_areEscaped() {
    Table odd = Reading.table(List.of("a\"b\\c\u0001", "x,y"), List.of(row("1", "2")));
    AnswerTable answer = answer(odd, SOURCE, Set.of());
    assertThat(written(TableFormat.NDJSON, answer, AnswerRows.all(1)))
        .isEqualTo("{\"a\\\"b\\\\c\\u0001\":\"1\",\"x,y\":\"2\"}\n");
    assertThat(written(TableFormat.CSV, answer, AnswerRows.all(1)))
        .isEqualTo("\"a\"\"b\\c\u0001\",\"x,y\"\r\n1,2\r\n");
    assertThat(written(TableFormat.DATASET_JSON, answer, AnswerRows.all(1)))
        .contains("\"IT.ADSL.a\\\"b\\\\c\\u0001\"");
  }

  @Test
  void value_thatDoesNotFitItsType_isNeverWritten_norTold() {
    for (DataType type : List.of(DataType.NUMBER, DataType.INTEGER, DataType.BOOLEAN)) {
      Table wrong = Reading.table(List.of("a"), List.of(row("canary")));
      FormatMetadata source = new FormatMetadata(Map.of("a", new ColumnFormat(type, null)));
      AnswerWriter writer = AnswerWriter.create(TableFormat.JSON, answer(wrong, source, Set.of()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThatThrownBy(() -> writer.write(AnswerRows.all(1), out))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageNotContaining("canary");
      assertThat(out.toString(UTF_8)).doesNotContain("canary");
    }
  }

  @Test
  void stream_thatFails_failsTheAnswer() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("full");
          }
        };
    AnswerWriter writer = AnswerWriter.create(TableFormat.CSV, ANSWER);
    assertThatThrownBy(() -> writer.write(AnswerRows.all(3), full)).hasMessage("full");
  }

  @Test
  void manyDistinctAndLongValues_areWritten() throws BadTableException {
    int count = EncodedColumn.MOST_KEPT + 10;
    var builder = Table.builder(List.of("id", "text"));
    for (int i = 0; i < count; i++) {
      builder.add(0, Integer.toString(i));
      builder.add(1, i == 5 ? "long ".repeat(20_000) : "same");
      builder.endRow();
    }
    Table table = builder.build();
    String text = written(TableFormat.CSV, answer(table, SOURCE, Set.of()), AnswerRows.all(count));
    assertThat(Reading.read(TableFormat.CSV, text).table().digest()).isEqualTo(table.digest());
  }

  @Test
  void answerWithoutColumnsOrName_isRefused() {
    assertThatThrownBy(() -> new AnswerTable(DATASET, List.of(), 0, SOURCE, CsvOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new AnswerTable(DATASET, ANSWER.columns(), -1, SOURCE, CsvOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AnswerDataset("", null, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static AnswerTable answer(Table table, FormatMetadata source, Set<String> generalised) {
    List<AnswerColumn> columns =
        table.columns().stream()
            .map(
                column ->
                    new AnswerColumn(
                        column, generalised.contains(column.name()), "Label of " + column.name()))
            .toList();
    return new AnswerTable(DATASET, columns, table.rowCount(), source, CsvOptions.DEFAULT);
  }

  static String written(TableFormat format, AnswerTable table, AnswerRows rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      AnswerWriter.create(format, table).write(rows, out);
    } catch (IOException e) {
      throw new AssertionError("an array does not fail", e);
    }
    return out.toString(UTF_8);
  }

  private static List<@Nullable String> row(@Nullable String... cells) {
    return Arrays.asList(cells);
  }
}
