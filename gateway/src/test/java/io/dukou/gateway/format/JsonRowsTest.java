package io.dukou.gateway.format;

import static io.dukou.gateway.format.Reading.OPTIONS;
import static io.dukou.gateway.format.Reading.cells;
import static io.dukou.gateway.format.Reading.outcome;
import static io.dukou.gateway.format.Reading.read;
import static io.dukou.gateway.format.Reading.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as objects: in an array, and one a line. */
final class JsonRowsTest {
  @Test
  void keys_inAnyOrder_areTheColumnsOfTheFirstRow() throws BadTableException {
    ParsedTable read =
        read(
            TableFormat.JSON,
            "[{\"b\":1,\"a\":\"x\",\"c\":true},{\"c\":null,\"a\":null,\"b\":-2}]");
    assertThat(read.table().names()).containsExactly("b", "a", "c");
    assertThat(cells(read.table()))
        .containsExactly(List.of("1", "x", "true"), Arrays.asList("-2", null, null));
    assertThat(read.metadata().columns().values())
        .extracting(ColumnFormat::type)
        .containsExactly(DataType.NUMBER, DataType.STRING, DataType.BOOLEAN);
  }

  @Test
  void columnOfNullsOnly_isText() throws BadTableException {
    ParsedTable read = read(TableFormat.NDJSON, "{\"a\":null}\n{\"a\":null}\n");
    assertThat(read.metadata().of("a").type()).isEqualTo(DataType.STRING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"a\":2}|{\"a\":1}|duplicate-key|1",
        "{\"a\":1}|{\"a\":1,\"a\":2}|duplicate-key|2",
        "{\"a\":1}|{\"a\":1,\"\\u0061\":2}|duplicate-key|2",
        "{\"a\":1}|{\"b\":1}|unknown-key|2",
        "{\"a\":1}|{\"a\":1,\"b\":2}|unknown-key|2",
        "{\"a\":1}|{\"A\":1}|unknown-key|2",
        "{\"a\":1,\"b\":2}|{\"b\":1}|missing-key|2",
        "{\"a\":1}|{}|missing-key|2",
        "{\"a\":1}|{\"a\":\"1\"}|mixed-kinds|2",
        "{\"a\":\"1\"}|{\"a\":1}|mixed-kinds|2",
        "{\"a\":1}|{\"a\":true}|mixed-kinds|2",
        "{\"a\":false}|{\"a\":0}|mixed-kinds|2",
        "{\"a\":1}|{\"a\":\"\"}|mixed-kinds|2",
        "{\"\":1}|{\"\":1}|empty-column-name|1",
        "{}|{}|empty-input|1",
      })
  void rowsThatDiffer_areRefused_withTheirRow(String first, String second, String code, int row) {
    for (TableFormat format : List.of(TableFormat.JSON, TableFormat.NDJSON)) {
      String body =
          format == TableFormat.JSON
              ? "[" + first + ",\n" + second + "]"
              : first + "\n" + second + "\n";
      BadTableException refusal = refused(format, body);
      assertThat(refusal.code().code()).isEqualTo(code);
      assertThat(refusal.place().row()).isEqualTo(row);
      assertThat(refusal.place().line()).isEqualTo(row);
    }
  }

  @Test
  void place_namesTheColumn_onlyIfTheConfigurationDoes() {
    String body = "[{\"AGE\":1,\"secret\":2},\n {\"AGE\":\"x\",\"secret\":2}]";
    ReadOptions known = OPTIONS.withColumns(List.of("AGE"));
    assertThat(refused(TableFormat.JSON, body.getBytes(UTF_8), known).place())
        .isEqualTo(new Place(2, 9, 2, 1, "AGE"));
    BadTableException unknown = refused(TableFormat.JSON, body);
    assertThat(unknown.place().column()).isNull();
    assertThat(unknown)
        .hasMessage(
            "dataset test, line 2, character 9, row 2, column 1: the column's values are of"
                + " different kinds; send only strings, only numbers or only booleans");
  }

  @Test
  void missingKey_isNamedByItsColumn() {
    BadTableException refusal =
        refused(TableFormat.JSON, "[{\"a\":1,\"b\":2,\"c\":3},{\"c\":1,\"a\":1}]");
    assertThat(refusal.code()).isEqualTo(BadTableCode.MISSING_KEY);
    assertThat(refusal.place().field()).isEqualTo(2);
  }

  @Test
  void emptyArray_hasTheColumnsOfTheConfiguration_orIsRefused() throws BadTableException {
    ReadOptions known = OPTIONS.withColumns(List.of("a", "b"));
    ParsedTable read = read(TableFormat.JSON, "[]".getBytes(UTF_8), known);
    assertThat(read.table().names()).containsExactly("a", "b");
    assertThat(read.table().rowCount()).isZero();
    assertThat(outcome(TableFormat.JSON, "[]")).isEqualTo("empty-input");
  }

  @Test
  void emptyBody_isRefused_inEveryFormat() {
    for (TableFormat format : TableFormat.values()) {
      assertThat(outcome(format, "")).isEqualTo("empty-input");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}N{\"a\":2}N|read 2",
        "{\"a\":1}N{\"a\":2}|read 2",
        "{\"a\":1}RN{\"a\":2}RN|read 2",
        "{\"a\":1}RN{\"a\":2}|read 2",
        " {\"a\":1} N\t{\"a\":2}N|read 2",
        "{\"a\":1}RN{\"a\":2}N|mixed-line-ends",
        "{\"a\":1}N{\"a\":2}RN|mixed-line-ends",
        "{\"a\":1}R{\"a\":2}R|bare-carriage-return",
        "{\"a\":1}N{\"a\":2}R|bare-carriage-return",
        "{\"a\":1}NN{\"a\":2}N|blank-line",
        "{\"a\":1}N  N{\"a\":2}N|blank-line",
        "{\"a\":1}RNRN{\"a\":2}RN|blank-line",
        "N{\"a\":1}N|blank-line",
        "{\"a\":1}NN|blank-line",
        "{\"a\":1}NS|blank-line",
        "N|blank-line",
        "{\"a\":1}{\"a\":2}N|not-one-line-each",
        "{\"a\":1} {\"a\":2}N|not-one-line-each",
        "{\"a\":N1}N|not-one-line-each",
        "{N\"a\":1}N{\"a\":2}N|not-one-line-each",
        "{\"a\":1}N{\"a\":2N|truncated",
        "{\"a\":1}N[{\"a\":2}]N|unexpected-shape",
        "[{\"a\":1}]N|unexpected-shape",
        "{\"a\":1},N{\"a\":2}N|json-syntax",
        "{\"a\":1}Nx|json-syntax",
      })
  void lines_holdOneRowEach(String body, String outcome) {
    String lines = body.replace("R", "\r").replace("N", "\n").replace("S", " ");
    assertThat(outcome(TableFormat.NDJSON, lines)).isEqualTo(outcome);
  }

  @Test
  void limits_areChecked() {
    String body = "[{\"a\":1,\"b\":22},{\"a\":3,\"b\":4},{\"a\":5,\"b\":6}]";
    FormatLimits fits = new FormatLimits(body.length(), 3, 2, 2);
    assertThat(codeUnder(body, fits)).isNull();
    assertThat(codeUnder(body, new FormatLimits(body.length() - 1, 3, 2, 2)))
        .isEqualTo(BadTableCode.TOO_MANY_BYTES);
    assertThat(codeUnder(body, new FormatLimits(999, 2, 2, 2)))
        .isEqualTo(BadTableCode.TOO_MANY_ROWS);
    assertThat(codeUnder(body, new FormatLimits(999, 3, 1, 2)))
        .isEqualTo(BadTableCode.TOO_MANY_COLUMNS);
    assertThat(codeUnder(body, new FormatLimits(999, 3, 2, 1)))
        .isEqualTo(BadTableCode.FIELD_TOO_LONG);
  }

  @Test
  void longTextNameOrNumber_isRefusedBeforeItIsHeld() {
    FormatLimits limits = new FormatLimits(1L << 30, 10, 10, 1_000);
    String filler = "x".repeat(100_000);
    assertThat(codeUnder("[{\"a\":\"" + filler + "\"}]", limits))
        .isEqualTo(BadTableCode.FIELD_TOO_LONG);
    assertThat(codeUnder("[{\"" + filler + "\":1}]", limits))
        .isEqualTo(BadTableCode.FIELD_TOO_LONG);
    assertThat(codeUnder("[{\"a\":" + "1".repeat(100_000) + "}]", limits))
        .isEqualTo(BadTableCode.FIELD_TOO_LONG);
    assertThat(codeUnder("[{\"a\":\"" + "中".repeat(400) + "\"}]", limits))
        .as("1,200 bytes in 400 characters")
        .isEqualTo(BadTableCode.FIELD_TOO_LONG);
  }

  private static @Nullable BadTableCode codeUnder(String body, FormatLimits limits) {
    try {
      read(TableFormat.JSON, body.getBytes(UTF_8), OPTIONS.withLimits(limits));
      return null;
    } catch (BadTableException e) {
      return e.code();
    }
  }
}
