package io.dukou.gateway.format;

import static io.dukou.gateway.format.Reading.OPTIONS;
import static io.dukou.gateway.format.Reading.cells;
import static io.dukou.gateway.format.Reading.outcome;
import static io.dukou.gateway.format.Reading.read;
import static io.dukou.gateway.format.Reading.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.anonymizer.table.CsvOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV through the gateway; the grammar itself is tested where it is parsed. */
final class CsvReadingTest {
  @Test
  void csv_isATableOfText() throws BadTableException {
    ParsedTable read = read(TableFormat.CSV, "a,b\r\n1,\"x,y\"\r\n,z\r\n");
    assertThat(cells(read.table())).containsExactly(List.of("1", "x,y"), Arrays.asList(null, "z"));
    assertThat(read.metadata().of("a")).isEqualTo(new ColumnFormat(DataType.STRING, null));
  }

  @Test
  void declaredEncodingAndDelimiter_areUsed() throws BadTableException {
    CsvOptions chinese = new CsvOptions(';', CsvOptions.GB18030);
    byte[] body = "姓;龄\n张;5\n".getBytes(CsvOptions.GB18030);
    assertThat(cells(read(TableFormat.CSV, body, OPTIONS.withCsv(chinese)).table()))
        .containsExactly(List.of("张", "5"));
    assertThat(refused(TableFormat.CSV, body, OPTIONS).code())
        .isEqualTo(BadTableCode.UNDECODABLE_BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,bN1,2N3|missing-field|3",
        "a,bN1,2,3N|extra-field|2",
        "a,aN1,2N|duplicate-column-name|1",
        "a,N1,2N|empty-column-name|1",
        "a,bN1,2RN|mixed-line-ends|2",
        "a,bRN1,2N|mixed-line-ends|2",
        "a,bN\"1,2N|unterminated-quote|2",
        "a,bN\"1\"x,2N|text-after-quote|2",
        "a,bN1\"x,2N|quote-in-plain-field|2",
      })
  void brokenCsv_hasItsCodeAndLine(String body, String code, long line) {
    BadTableException refusal =
        refused(TableFormat.CSV, body.replace("R", "\r").replace("N", "\n"));
    assertThat(refusal.code().code()).isEqualTo(code);
    assertThat(refusal.place().line()).isEqualTo(line);
    assertThat(refusal.remedy()).isNotBlank();
  }

  @Test
  void compressedBody_isRefusedByName_inEveryFormat() {
    List<String> heads =
        List.of(
            "1F8B0800000000000003",
            "504B0304140000000800",
            "504B0506000000000000",
            "504B0708000000000000",
            "425A6839314159265359",
            "FD377A585A0000046822",
            "28B52FFD240041000000",
            "04224D18646070730000",
            "377ABCAF271C00040000");
    for (String head : heads) {
      byte[] body = Arrays.copyOf(HexFormat.of().parseHex(head), 200);
      for (TableFormat format : TableFormat.values()) {
        assertThat(refused(format, body, OPTIONS).code())
            .as("%s as %s", head, format)
            .isEqualTo(BadTableCode.COMPRESSED_BODY);
      }
    }
  }

  @Test
  void textThatStartsLikeAnArchive_isRead() {
    assertThat(outcome(TableFormat.CSV, "BZh,PK\n1,2\n")).isEqualTo("read 1");
    assertThat(outcome(TableFormat.CSV, "P\n")).isEqualTo("read 0");
    assertThat(outcome(TableFormat.CSV, "7zip\n1\n")).isEqualTo("read 1");
  }

  @Test
  void stream_thatFails_isNoBadTable() {
    IOException reset = new IOException("connection reset");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw reset;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw reset;
          }
        };
    for (TableFormat format : TableFormat.values()) {
      String start = format == TableFormat.CSV ? "a\n1\n" : format == TableFormat.JSON ? "[" : "{";
      InputStream body =
          new SequenceInputStream(
              new ByteArrayInputStream((start + " ".repeat(20)).getBytes(StandardCharsets.UTF_8)),
              failing);
      assertThatThrownBy(() -> format.read(body, OPTIONS)).as("%s", format).isSameAs(reset);
    }
  }

  @Test
  void body_staysOpen() throws Exception {
    boolean[] closed = {false};
    for (TableFormat format : List.of(TableFormat.CSV, TableFormat.NDJSON)) {
      String text = format == TableFormat.CSV ? "a\n1\n" : "{\"a\":1}\n";
      InputStream body =
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      format.read(body, OPTIONS);
      assertThat(closed[0]).isFalse();
    }
  }

  @Test
  void limits_areThoseOfTheRoute() {
    FormatLimits limits = new FormatLimits(1_000, 1, 10, 10);
    byte[] body = "a\n1\n2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(refused(TableFormat.CSV, body, OPTIONS.withLimits(limits)).code())
        .isEqualTo(BadTableCode.TOO_MANY_ROWS);
  }

  @Test
  void limits_thatAreNoLimits_areRefused_byName() {
    assertThatThrownBy(() -> new FormatLimits(0, 1, 1, 1)).hasMessageContaining("maxBytes");
    assertThatThrownBy(() -> new FormatLimits(1, 0, 1, 1)).hasMessageContaining("maxRows");
    assertThatThrownBy(() -> new FormatLimits(1, 1, 0, 1)).hasMessageContaining("maxColumns");
    assertThatThrownBy(() -> new FormatLimits(1, 1, 1, 0)).hasMessageContaining("maxFieldBytes");
    assertThatThrownBy(() -> new FormatLimits(1, 1, 1, Integer.MAX_VALUE))
        .hasMessageContaining("maxFieldBytes");
  }
}
