package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables built cell by cell, selections of them, and their CSV form. */
final class TableTest {
  private static final Table PEOPLE = table("sex", "F", "M", null, "F");

  @Test
  void cells_areWhatWasAdded() {
    assertThat(PEOPLE.rowCount()).isEqualTo(4);
    assertThat(PEOPLE.value(1, 0)).isEqualTo("M");
    assertThat(PEOPLE.value(2, 0)).isNull();
    assertThat(PEOPLE.column("sex").missingCode()).isEqualTo(2);
    assertThat(PEOPLE.column("sex").codeOf(null)).isEqualTo(2);
    assertThat(PEOPLE.lineOf(0)).isEmpty();
  }

  @Test
  void columns_areFoundByName() {
    assertThat(PEOPLE.has("sex")).isTrue();
    assertThat(PEOPLE.indexOf("age")).isEqualTo(-1);
    assertThatThrownBy(() -> PEOPLE.column("age")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void cellThatIsNotSet_isMissing_andEmptyTextToo() {
    TableBuilder builder = Table.builder(List.of("a", "b"));
    builder.add(1, "");
    builder.endRow();
    Table table = builder.build();

    assertThat(table.value(0, 0)).isNull();
    assertThat(table.value(0, 1)).isNull();
  }

  @Test
  void builder_refusesMisuse() {
    TableBuilder builder = Table.builder(List.of("a"));
    builder.add(0, "x");

    assertThatIllegalStateException().isThrownBy(() -> builder.add(0, "y"));
    assertThatIllegalStateException().isThrownBy(builder::build);
  }

  @Test
  void builder_refusesTextThatIsNone() {
    assertThat(errorOf("\0")).isEqualTo(TableError.NUL_CHARACTER);
    assertThat(errorOf("\uD800")).isEqualTo(TableError.UNDECODABLE_BYTES);
    assertThat(errorOf("x\uDC00y")).isEqualTo(TableError.UNDECODABLE_BYTES);
    assertThat(errorOf("a".repeat((1 << 20) + 1))).isEqualTo(TableError.FIELD_TOO_LONG);
    assertThat(errorOf("中".repeat(1 << 19))).isEqualTo(TableError.FIELD_TOO_LONG);
  }

  @Test
  void rowOfASelection_isNamedAsInTheTableItWasReadFrom() {
    Table counted = PEOPLE.select(new int[] {1, 2, 3}).select(new int[] {2, 0});
    assertThat(PEOPLE.placeOf(3)).isEqualTo("row 4");
    assertThat(counted.placeOf(0)).isEqualTo("row 4");
    assertThat(counted.placeOf(1)).isEqualTo("row 2");
    byte[] csv = "a,b\n1,\"x\ny\"\n2,z\n".getBytes(UTF_8);
    Table read =
        CsvReader.read(
            new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "table");
    assertThat(read.placeOf(1)).isEqualTo("line 4");
    assertThat(read.select(new int[] {1}).placeOf(0)).isEqualTo("line 4");
  }

  @Test
  void selection_holdsNoTraceOfOtherRows() {
    Table selected = PEOPLE.select(new int[] {3, 1});

    assertThat(selected.digest()).isEqualTo(table("sex", "F", "M").digest());
    assertThat(selected.column("sex").cardinality()).isEqualTo(2);
    assertThat(selected.column("sex").missingCode()).isEqualTo(-1);
    assertThat(PEOPLE.select(new int[] {2}).value(0, 0)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 256, 257, 65_536, 65_537})
  void digest_isThatOfNamesDictionariesAndNarrowestCodes(int cardinality) throws Exception {
    int[] codes = IntStream.range(0, cardinality + 5_000).map(i -> i % cardinality).toArray();
    String[] values = new String[codes.length];
    Arrays.setAll(values, row -> Integer.toString(codes[row]));

    assertThat(table("n", values).digest()).isEqualTo(plainDigest(cardinality, codes));
  }

  /** Returns the digest of a column of whole numbers, each a code, written down byte by byte. */
  private static String plainDigest(int cardinality, int[] codes) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(codes.length);
    data.writeInt(1);
    data.writeInt(1);
    data.writeByte('n');
    data.writeInt(cardinality);
    for (int code = 0; code < cardinality; code++) {
      data.writeInt(Integer.toString(code).length());
    }
    for (int code = 0; code < cardinality; code++) {
      data.writeBytes(Integer.toString(code));
    }
    int width = cardinality <= 256 ? 1 : cardinality <= 65_536 ? 2 : 4;
    data.writeByte(width);
    for (int code : codes) {
      for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        data.writeByte(code >>> shift);
      }
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    return HexFormat.of().formatHex(digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300, 70_000})
  void codes_copiedOrReplacingRows_areThoseOfTheCells(int cardinality) {
    String[] values = new String[cardinality + 10];
    Arrays.setAll(values, row -> Integer.toString(row % cardinality));
    Column column = table("n", values).column("n");
    int[] copied = new int[values.length - 7];
    int[] replaced = {values.length - 1, 0, 42, 5};

    column.copyCodes(7, copied.length, copied);
    column.replaceRows(replaced, 3);

    assertThat(copied).isEqualTo(IntStream.range(7, values.length).map(column::code).toArray());
    assertThat(replaced).containsExactly(9, 0, 42, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 12, 15, 16, 17, 24, 25})
  void valuesThatDifferInOneByte_areDifferent(int length) {
    String usual = "a".repeat(length);
    List<String> values = new ArrayList<>();
    for (int place = 0; place < 2 * length; place++) {
      values.add(usual);
      values.add(new StringBuilder(usual).replace(place / 2, place / 2 + 1, "b").toString());
    }

    Column column = table("n", values.toArray(new String[0])).column("n");

    assertThat(column.cardinality()).isEqualTo(length + 1);
    assertThat(IntStream.range(0, column.rowCount()).mapToObj(column::valueAt))
        .containsExactlyElementsOf(values);
  }

  @Test
  void digest_tellsTablesApart() {
    assertThat(
            List.of(
                PEOPLE.digest(),
                table("sex", "F", "M", null).digest(),
                table("sex", "F", "M", null, "M").digest(),
                table("age", "F", "M", null, "F").digest(),
                table("sex", "FM", null, null, "F").digest()))
        .doesNotHaveDuplicates();
  }

  @Test
  void writer_quotesOnlyWhatItMust() {
    TableBuilder builder = Table.builder(List.of("a;b", "c"));
    for (String cell : new String[] {"plain", "x,y", "x;y", "say \"x\"", "two\nlines", null}) {
      builder.add(0, cell);
      builder.endRow();
    }
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    CsvWriter.write(builder.build().columns(), 6, new CsvOptions(';', UTF_8), csv);

    assertThat(csv.toString(UTF_8))
        .isEqualTo(
            "\"a;b\";c\r\n"
                + "plain;\r\n"
                + "x,y;\r\n"
                + "\"x;y\";\r\n"
                + "\"say \"\"x\"\"\";\r\n"
                + "\"two\n"
                + "lines\";\r\n"
                + ";\r\n");
  }

  @Test
  void missingCellOfTheOnlyColumn_isWrittenAsQuotes() {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    CsvWriter.write(PEOPLE.columns(), 4, CsvOptions.DEFAULT, csv);

    assertThat(csv.toString(UTF_8)).isEqualTo("sex\r\nF\r\nM\r\n\"\"\r\nF\r\n");
  }

  @Test
  void singleRows_areWrittenAsInTheWhole() throws IOException {
    CsvWriter writer = CsvWriter.of(PEOPLE.columns(), CsvOptions.DEFAULT);
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    writer.writeHeader(csv);
    writer.writeRow(3, csv);
    writer.writeRows(1, 2, csv);

    assertThat(csv.toString(UTF_8)).isEqualTo("sex\r\nF\r\nM\r\n");
  }

  @Test
  void failingTarget_isReported() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("disk full");
          }
        };
    TableException failure =
        catchThrowableOfType(
            TableException.class,
            () -> CsvWriter.write(PEOPLE.columns(), 4, CsvOptions.DEFAULT, broken));

    assertThat(failure.error()).isEqualTo(TableError.INPUT_OUTPUT);
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', '\0', 'a', '7', ' ', '，'})
  void characterThatIsNoDelimiter_isRefused(char delimiter) {
    assertThatIllegalArgumentException().isThrownBy(() -> new CsvOptions(delimiter, UTF_8));
  }

  @Test
  void errors_haveCodesAndRemedies() {
    for (TableError error : TableError.values()) {
      assertThat(error.code()).matches("[a-z0-9-]+");
      assertThat(error.remedy()).isNotBlank();
    }
  }

  private static Table table(String name, String... cells) {
    TableBuilder builder = Table.builder(List.of(name));
    for (String cell : cells) {
      builder.add(0, cell);
      builder.endRow();
    }
    return builder.build();
  }

  private static TableError errorOf(String cell) {
    return catchThrowableOfType(TableException.class, () -> table("a", cell)).error();
  }
}
