package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link CsvReader} takes and what it refuses. RFC 4180 section 2 numbers its rules. */
final class CsvReaderTest {
  private static final CsvOptions GB18030 = new CsvOptions(',', CsvOptions.GB18030);

  @Test
  void rows_areReadUnderTheirHeader() {
    Table table = read("sex,age\nF,54\nM,61\n");

    assertThat(table.names()).containsExactly("sex", "age");
    assertThat(rows(table)).containsExactly(List.of("F", "54"), List.of("M", "61"));
  }

  @Test
  void lastLineEnd_mayBeMissing() {
    assertThat(rows(read("a,b\r\n1,2"))).containsExactly(List.of("1", "2"));
  }

  @Test
  void headerAlone_isATableWithoutRows() {
    assertThat(read("a,b").rowCount()).isZero();
    assertThat(read("a,b\n").rowCount()).isZero();
  }

  @Test
  void quotes_keepDelimitersLineEndsAndDoubledQuotes() {
    Table table = read("a,b\n\"x,\"\"y\"\"\r\nz\",\"\n\"\n");

    assertThat(rows(table)).containsExactly(List.of("x,\"y\"\r\nz", "\n"));
  }

  @Test
  void emptyField_isMissing_quotedOrNot() {
    Table table = read("a,b\n,\"\"\n");

    assertThat(table.value(0, 0)).isNull();
    assertThat(table.value(0, 1)).isNull();
    assertThat(table.column("a").missingCode()).isZero();
  }

  @Test
  void spaces_belongToTheField() {
    assertThat(rows(read("a\n x \n"))).containsExactly(List.of(" x "));
  }

  @Test
  void blankLine_isARowOfOneMissingField() {
    assertThat(read("a\n\nx\n").rowCount()).isEqualTo(2);
    assertThat(errorOf("a,b\n\n").error()).isEqualTo(TableError.MISSING_FIELD);
  }

  @Test
  void codes_countDistinctValuesInOrderOfOccurrence() {
    Column column = read("a\nx\ny\nx\n\"y\"\n").column("a");

    assertThat(column.codes()).containsExactly(0, 1, 0, 1);
    assertThat(column.cardinality()).isEqualTo(2);
    assertThat(column.codeOf("y")).isEqualTo(1);
    assertThat(column.codeOf("z")).isEqualTo(-1);
    assertThat(column.codeOf(null)).isEqualTo(-1);
  }

  @Test
  void manyDistinctValues_widenTheCodes() {
    StringBuilder csv = new StringBuilder("n\n");
    for (int i = 0; i < 70_000; i++) {
      csv.append("a value that is longer than eight bytes ").append(i).append('\n');
    }
    Column column = read(csv.toString()).column("n");

    assertThat(column.cardinality()).isEqualTo(70_000);
    for (int row : new int[] {0, 255, 256, 65_535, 65_536, 69_999}) {
      assertThat(column.code(row)).isEqualTo(row);
      assertThat(column.valueAt(row)).endsWith(" " + row);
    }
  }

  @Test
  void gb18030_isReadWhereDeclared() {
    byte[] bytes = "姓名,城市\n张三,北京\n𠮷田,\"上,海\"\n".getBytes(CsvOptions.GB18030);
    Table table = read(new ByteArrayInputStream(bytes), GB18030, CsvLimits.DEFAULT);

    assertThat(table.names()).containsExactly("姓名", "城市");
    assertThat(rows(table)).containsExactly(List.of("张三", "北京"), List.of("𠮷田", "上,海"));
  }

  @Test
  void gb18030_whereUtf8IsDeclared_isRefusedWithItsPlace() {
    byte[] bytes = "id,name\n1,x\n2,张三\n".getBytes(CsvOptions.GB18030);

    assertFault(errorOf(bytes, CsvOptions.DEFAULT), TableError.UNDECODABLE_BYTES, 3, 2);
  }

  @Test
  void brokenGb18030_isRefusedWithItsLine() {
    byte[] bytes = concat("a,b\n1,2\n3,".getBytes(UTF_8), new byte[] {(byte) 0xFF, '4', '\n'});

    assertFault(errorOf(bytes, GB18030), TableError.UNDECODABLE_BYTES, 3, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY_INPUT, 1, 0",
    "'a,,c|1,2,3|', EMPTY_COLUMN_NAME, 1, 2",
    "'a,\"\"|1,2|', EMPTY_COLUMN_NAME, 1, 2",
    "'|', EMPTY_COLUMN_NAME, 1, 1",
    "'a,b,a|1,2,3|', DUPLICATE_COLUMN_NAME, 1, 3",
    "'a,b|1,2|3|', MISSING_FIELD, 3, 2",
    "'a,b|1,2|3', MISSING_FIELD, 3, 2",
    "'a,b|1,2|3,4,5|', EXTRA_FIELD, 3, 3",
    "'a,b|1,2|3,4,|', EXTRA_FIELD, 3, 3",
    "'a,b|1,\"2|3,4|', UNTERMINATED_QUOTE, 2, 2",
    "'a,b|1,\"2\"x|', TEXT_AFTER_QUOTE, 2, 2",
    "'a,b|1,\"2\" |', TEXT_AFTER_QUOTE, 2, 2",
    "'a,b|1,2\"|', QUOTE_IN_PLAIN_FIELD, 2, 2",
    "'a,b|1,2^|3,4|', MIXED_LINE_ENDS, 2, 2",
    "'a,b^|1,2|', MIXED_LINE_ENDS, 2, 2",
    "'a,b|1^,2|', BARE_CARRIAGE_RETURN, 2, 1",
    "'a,b|1,2^', BARE_CARRIAGE_RETURN, 2, 2",
    "'a,b|1,2|3,@|', NUL_CHARACTER, 3, 2",
    "'a,@|1,2|', NUL_CHARACTER, 1, 2",
    "'a,b|\"1|2\",3|4|', MISSING_FIELD, 4, 2",
  })
  void malformedInput_isRefusedWithItsPlace(String text, TableError error, long line, int column) {
    String csv = text.replace('|', '\n').replace('^', '\r').replace('@', '\0');

    assertFault(errorOf(csv), error, line, column);
  }

  @ParameterizedTest
  @CsvSource({"EF BB BF", "FF FE", "FE FF"})
  void byteOrderMark_isRefused(String mark) {
    byte[] bytes = concat(hex(mark), "a\n1\n".getBytes(UTF_8));

    assertFault(errorOf(bytes, CsvOptions.DEFAULT), TableError.BYTE_ORDER_MARK, 1, 1);
  }

  @Test
  void byteOrderMarkOfGb18030_isRefused() {
    byte[] bytes = "\uFEFFa\n1\n".getBytes(CsvOptions.GB18030);

    assertFault(errorOf(bytes, GB18030), TableError.BYTE_ORDER_MARK, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "80",
    "C0 80",
    "C1 BF",
    "C2",
    "E0 80 80",
    "E2 82",
    "ED A0 80",
    "F0 80 80 80",
    "F4 90 80 80",
    "F5 80 80 80",
    "FF"
  })
  void bytesThatAreNoUtf8_areRefused(String field) {
    byte[] bytes = concat("a,b\nx,y\nx,".getBytes(UTF_8), hex(field), "\n".getBytes(UTF_8));

    assertFault(errorOf(bytes, CsvOptions.DEFAULT), TableError.UNDECODABLE_BYTES, 3, 2);
  }

  @Test
  void limits_areKept() {
    CsvLimits limits = new CsvLimits(30, 2, 3, 4);

    assertThat(readRows("a,b,c\n1234,5,6\n7,8,9\n", limits)).isEqualTo(2);
    assertFault(errorOf("a,b,c,d\n", limits), TableError.TOO_MANY_COLUMNS, 1, 4);
    assertFault(errorOf("a\n1\n2\n3\n", limits), TableError.TOO_MANY_ROWS, 4, 1);
    assertFault(errorOf("a,b\n1,12345\n", limits), TableError.FIELD_TOO_LONG, 2, 2);
    assertFault(errorOf("a,b\n1,\"12345\"\n", limits), TableError.FIELD_TOO_LONG, 2, 2);
    assertThat(readRows("a\n\"\"\"\"\"\"\"\"\"\"\n", limits)).isEqualTo(1);
    assertThat(errorOf("a\n123\n123\n" + " ".repeat(40), limits).error())
        .isEqualTo(TableError.TOO_MANY_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"x", "'\"x'"})
  void endlessField_failsAfterReadingLittleMoreThanTheLimit(String start) {
    Endless input = new Endless(("a,b\n1," + start).getBytes(UTF_8));
    TableException failure = errorOf(input, CsvOptions.DEFAULT, CsvLimits.DEFAULT);

    assertThat(failure.error()).isEqualTo(TableError.FIELD_TOO_LONG);
    assertThat(input.served).isLessThan(4L << 20);
  }

  @Test
  void failingStream_isReportedWithItsCause() {
    IOException broken = new IOException("connection reset");
    InputStream input =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw broken;
          }
        };
    TableException failure = errorOf(input, CsvOptions.DEFAULT, CsvLimits.DEFAULT);

    assertThat(failure.error()).isEqualTo(TableError.INPUT_OUTPUT);
    assertThat(failure).hasCause(broken);
  }

  @Test
  void message_namesPlaceAndRemedyButNoCell() {
    TableException failure = errorOf("name,city\nCANARY,\"CANARY\"CANARY\n");

    assertThat(failure)
        .hasMessage(
            "test.csv, line 2, column 2: text follows a closing quote; double every quote that"
                + " belongs to the field's content");
  }

  @Test
  void lines_areKnownForEachRow() {
    Table table = read("a,b\n1,2\n\"x\ny\nz\",4\n5,6\n");

    assertThat(table.lineOf(0)).isEqualTo(OptionalLong.of(2));
    assertThat(table.lineOf(1)).isEqualTo(OptionalLong.of(3));
    assertThat(table.lineOf(2)).isEqualTo(OptionalLong.of(6));
    assertThat(table.select(new int[] {2, 0}).lineOf(0)).isEqualTo(OptionalLong.of(6));
  }

  private static void assertFault(TableException failure, TableError error, long line, int column) {
    assertThat(failure).isNotNull();
    assertThat(List.of(failure.error(), failure.line(), failure.column()))
        .isEqualTo(List.of(error, line, column));
  }

  private static Table read(String csv) {
    return read(
        new ByteArrayInputStream(csv.getBytes(UTF_8)), CsvOptions.DEFAULT, CsvLimits.DEFAULT);
  }

  private static Table read(InputStream input, CsvOptions options, CsvLimits limits) {
    return CsvReader.read(input, options, limits, "test.csv");
  }

  private static int readRows(String csv, CsvLimits limits) {
    return read(new ByteArrayInputStream(csv.getBytes(UTF_8)), CsvOptions.DEFAULT, limits)
        .rowCount();
  }

  private static TableException errorOf(String csv) {
    return errorOf(csv, CsvLimits.DEFAULT);
  }

  private static TableException errorOf(String csv, CsvLimits limits) {
    return errorOf(new ByteArrayInputStream(csv.getBytes(UTF_8)), CsvOptions.DEFAULT, limits);
  }

  private static TableException errorOf(byte[] csv, CsvOptions options) {
    return errorOf(new ByteArrayInputStream(csv), options, CsvLimits.DEFAULT);
  }

  private static TableException errorOf(InputStream input, CsvOptions options, CsvLimits limits) {
    return catchThrowableOfType(TableException.class, () -> read(input, options, limits));
  }

  static List<List<String>> rows(Table table) {
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      String[] cells = new String[table.columns().size()];
      for (int column = 0; column < cells.length; column++) {
        String value = table.value(row, column);
        cells[column] = value == null ? "" : value;
      }
      rows.add(Arrays.asList(cells));
    }
    return rows;
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.ofDelimiter(" ").parseHex(digits);
  }

  private static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int used = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, used, part.length);
      used += part.length;
    }
    return all;
  }

  /** A start and then the same letter for ever. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private long served;

    Endless(byte[] start) {
      this.start = start;
    }

    @Override
    public int read() {
      served++;
      return served <= start.length ? start[(int) served - 1] : 'z';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
