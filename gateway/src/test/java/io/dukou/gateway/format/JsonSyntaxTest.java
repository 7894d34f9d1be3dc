package io.dukou.gateway.format;

import static io.dukou.gateway.format.Reading.OPTIONS;
import static io.dukou.gateway.format.Reading.cells;
import static io.dukou.gateway.format.Reading.outcome;
import static io.dukou.gateway.format.Reading.read;
import static io.dukou.gateway.format.Reading.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 8259 as the readers see it: the texts stand in a cell, or for the whole body.
 *
 * <p>Section numbers name the rule that a text obeys or breaks.
 */
final class JsonSyntaxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Section 7, strings.
        "\"\"|missing",
        "\"a\"|a",
        "\"\\u0041\"|A",
        "\"\\\"\\\\\\/\"|\"\\/",
        "\"\\uD83D\\uDE00\"|\uD83D\uDE00",
        "\"\\u4e2d\\u6587\"|中文",
        "\"中文 \uD83D\uDE00\"|中文 \uD83D\uDE00",
        "\"a\\tb\"|a\tb",
        "\"\\u007f\"|\u007f",
        "\"\\uFFFF\"|\uFFFF",
        // Section 6, numbers.
        "0|0",
        "-1.5|-1.5",
        "1E2|100",
        "1e+2|100",
        "1e-2|0.01",
        // Section 3, literals.
        "true|true",
        "false|false",
        "null|missing",
      })
  void validValue_isACell(String json, String cell) throws BadTableException {
    String kept = cell.equals("missing") ? null : cell;
    assertThat(read(TableFormat.JSON, "[{\"a\":" + json + "}]").table().value(0, 0))
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Section 3, literals and punctuation.
        "",
        "nul",
        "True",
        "NULL",
        "undefined",
        "'a'",
        "a",
        "[1,]",
        "(1)",
        "/**/1",
        "1//",
        "#1",
        // Section 6, numbers.
        "01",
        "-01",
        "+1",
        ".5",
        "1.",
        "1.e3",
        "1e",
        "1e+",
        "-",
        "--1",
        "0x1F",
        "1_000",
        "1,2",
        "１",
        "-.1",
        "1 2",
        "0e",
        "2.e-3",
        "1eE2",
        "- 1",
        "1+2",
        // Section 7, strings.
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\a\"",
        "\"\\\n\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u0001\"",
        "\"a\"b",
        "\"\\U0041\"",
        "\"\\\u00e9\"",
      })
  void invalidValue_isRefused(String json) {
    for (String body : List.of("[{\"a\":" + json + "}]", "[{\"a\":null},{\"a\":" + json + "}]")) {
      assertThat(refused(TableFormat.JSON, body).code())
          .as(body)
          .isIn(BadTableCode.JSON_SYNTAX, BadTableCode.TRUNCATED, BadTableCode.NESTED_VALUE);
    }
    assertThat(outcome(TableFormat.NDJSON, "{\"a\":" + json + "}\n")).doesNotStartWith("read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'a':1}]|json-syntax",
        "[{a:1}]|json-syntax",
        "[{\"a\":1,}]|json-syntax",
        "[{\"a\" 1}]|json-syntax",
        "[{\"a\":1 \"b\":2}]|json-syntax",
        "[{,\"a\":1}]|json-syntax",
        "[{\"a\":1},]|json-syntax",
        "[,{\"a\":1}]|json-syntax",
        "[{\"a\":1}{\"a\":2}]|json-syntax",
        "[{\"a\":1};{\"a\":2}]|json-syntax",
        "[{\"a\":1}}|json-syntax",
        "{\"a\":1]|unexpected-shape",
        "[{\"a\":1}|truncated",
        "[{\"a\":1|truncated",
        "[{\"a\":|truncated",
        "[{\"a|truncated",
        "[{|truncated",
        "[|truncated",
        "[{\"a\":1},|json-syntax",
        "[{\"a\":1}]]|trailing-content",
        "[{\"a\":1}] []|trailing-content",
        "[{\"a\":1}]x|trailing-content",
        "[{\"a\":1}],|trailing-content",
        "[{\"a\":1}]//|trailing-content",
        "{}|unexpected-shape",
        "1|unexpected-shape",
        "null|unexpected-shape",
        "\"a\"|unexpected-shape",
        "[1]|unexpected-shape",
        "[null]|unexpected-shape",
        "[[1]]|unexpected-shape",
        "[{\"a\":1},[1]]|unexpected-shape",
        "[{\"a\":1},null]|unexpected-shape",
        "[{\"a\":{}}]|nested-value",
        "[{\"a\":[]}]|nested-value",
        "[{\"a\":1},{\"a\":[1]}]|nested-value",
        "[{\"a\":1},{\"a\":{\"b\":1}}]|nested-value",
        "[{\"a\":NaN}]|number-not-finite",
        "[{\"a\":Infinity}]|number-not-finite",
        "[{\"a\":-Infinity}]|number-not-finite",
        "[{\"a\":1},{\"a\":NaN}]|number-not-finite",
        "[{\"a\":9007199254740993}]|inexact-number",
        "[{\"a\":1e400}]|inexact-number",
      })
  void brokenBody_hasItsOwnCode(String body, String code) {
    assertThat(outcome(TableFormat.JSON, body)).isEqualTo(code);
  }

  @Test
  void whitespace_betweenTokens_isFree() throws BadTableException {
    String body = " \r\n\t[ { \"a\" : 1 ,\n\"b\" :\t\"x\" } , {\"b\":null,\"a\":2}\r\n] \n";
    assertThat(cells(read(TableFormat.JSON, body).table()))
        .containsExactly(List.of("1", "x"), Arrays.asList("2", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u000b", "\u000c", "\u2028", "\u3000"})
  void otherWhitespace_isRefused(String space) {
    assertThat(refused(TableFormat.JSON, "[" + space + "{\"a\":1}]").code())
        .isEqualTo(BadTableCode.JSON_SYNTAX);
  }

  @Test
  void halfASurrogatePair_escaped_isRefused() {
    for (String half :
        List.of("\\uD800", "\\uDC00", "\\uD800\\u0041", "a\\uDFFFb", "\\uDC00\\uD800")) {
      assertThat(refused(TableFormat.JSON, "[{\"a\":\"" + half + "\"}]").code())
          .isEqualTo(BadTableCode.UNDECODABLE_BYTES);
      assertThat(refused(TableFormat.JSON, "[{\"" + half + "\":1}]").code())
          .isIn(BadTableCode.UNDECODABLE_BYTES, BadTableCode.JSON_SYNTAX);
    }
  }

  @Test
  void nulCharacter_rawOrEscaped_isRefused() {
    assertThat(refused(TableFormat.JSON, "[{\"a\":\"x\\u0000\"}]").code())
        .isEqualTo(BadTableCode.NUL_CHARACTER);
    assertThat(refused(TableFormat.JSON, "[{\"a\\u0000\":1}]").code())
        .isEqualTo(BadTableCode.NUL_CHARACTER);
    assertThat(refused(TableFormat.JSON, "[{\"a\":1}]\0").code())
        .isEqualTo(BadTableCode.NUL_CHARACTER);
  }

  /** Table 3-7 of the Unicode Standard, "Well-Formed UTF-8 Byte Sequences". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", "BF", "C0 80", "C1 BF", "E0 80 80", "E0 9F BF", "ED A0 80", "ED BF BF", "F0 80 80 80",
        "F0 8F BF BF", "F4 90 80 80", "F5 80 80 80", "FF", "FE", "C3", "C3 28", "E4 B8", "E4 B8 28",
        "F0 9F 98", "E4 28 AD", "F0 28 8C BC"
      })
  void bytesThatAreNoUtf8_areRefused(String hex) {
    for (TableFormat format : TableFormat.values()) {
      byte[] body = around(format, hex);
      assertThat(refused(format, body, OPTIONS).code())
          .as("%s in %s", hex, format)
          .isEqualTo(BadTableCode.UNDECODABLE_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7F",
        "C2 80",
        "DF BF",
        "E0 A0 80",
        "ED 9F BF",
        "EE 80 80",
        "EF BF BF",
        "F0 90 80 80",
        "F4 8F BF BF"
      })
  void bytesAtTheEdgesOfUtf8_areRead(String hex) throws BadTableException {
    for (TableFormat format : List.of(TableFormat.CSV, TableFormat.JSON, TableFormat.NDJSON)) {
      assertThat(read(format, around(format, hex), OPTIONS).table().rowCount()).isEqualTo(1);
    }
  }

  @Test
  void otherEncodings_areRefused() {
    String text = "[{\"a\":\"中\"}]";
    for (Charset other : List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"))) {
      assertThat(refused(TableFormat.JSON, text.getBytes(other), OPTIONS).code())
          .isEqualTo(BadTableCode.NUL_CHARACTER);
    }
    for (Charset other : List.of(Charset.forName("GB18030"), ISO_8859_1)) {
      String body = other.equals(ISO_8859_1) ? "[{\"a\":\"é\"}]" : text;
      assertThat(refused(TableFormat.JSON, body.getBytes(other), OPTIONS).code())
          .isEqualTo(BadTableCode.UNDECODABLE_BYTES);
    }
  }

  @Test
  void byteOrderMark_ofAnyEncoding_isRefused() {
    for (TableFormat format : TableFormat.values()) {
      byte[] body = ("\uFEFF" + new String(around(format, "41"), UTF_8)).getBytes(UTF_8);
      assertThat(refused(format, body, OPTIONS).code()).isEqualTo(BadTableCode.BYTE_ORDER_MARK);
    }
    for (Charset other : List.of(Charset.forName("UTF-16"), Charset.forName("x-UTF-16LE-BOM"))) {
      assertThat(refused(TableFormat.JSON, "[{}]".getBytes(other), OPTIONS).code())
          .isEqualTo(BadTableCode.BYTE_ORDER_MARK);
    }
  }

  @Test
  void deepNesting_isRefusedAtItsFirstLevel() {
    String deep = "[".repeat(200_000);
    for (TableFormat format :
        List.of(
            TableFormat.JSON,
            TableFormat.NDJSON,
            TableFormat.DATASET_JSON,
            TableFormat.DATASET_NDJSON)) {
      assertThat(refused(format, deep).code()).isEqualTo(BadTableCode.UNEXPECTED_SHAPE);
    }
    assertThat(refused(TableFormat.JSON, "[{\"a\":" + deep).code())
        .isEqualTo(BadTableCode.NESTED_VALUE);
    assertThat(refused(TableFormat.JSON, "[{\"a\":" + "{\"a\":".repeat(200_000)).code())
        .isEqualTo(BadTableCode.NESTED_VALUE);
  }

  /** Returns a body with one cell of these bytes. */
  private static byte[] around(TableFormat format, String hex) {
    StringBuilder cell = new StringBuilder();
    for (String octet : hex.split(" ", -1)) {
      cell.append((char) Integer.parseInt(octet, 16));
    }
    String body =
        switch (format) {
          case CSV -> "a\n" + cell + "\n";
          case JSON -> "[{\"a\":\"" + cell + "\"}]";
          case NDJSON -> "{\"a\":\"" + cell + "\"}\n";
          case DATASET_JSON, DATASET_NDJSON -> "{\"name\":\"" + cell + "\"";
        };
    return body.getBytes(ISO_8859_1);
  }
}
