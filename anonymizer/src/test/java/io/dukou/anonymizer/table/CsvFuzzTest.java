package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random bytes and random tables through reader and writer, beside FastCSV as an independent reader
 * of RFC 4180.
 */
final class CsvFuzzTest {
  private static final int TEXTS = 60_000 * Integer.getInteger("dukou.fuzz", 1);
  private static final int TABLES = 3_000 * Integer.getInteger("dukou.fuzz", 1);
  private static final String[] TOKENS = {
    ",",
    ",",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "a",
    "b",
    "xyz",
    "é",
    "中文",
    "𠮷",
    " ",
    "0123456789"
  };

  /** What is refused here and accepted there. */
  private static final Set<TableError> STRICTER =
      EnumSet.of(
          TableError.MIXED_LINE_ENDS,
          TableError.BARE_CARRIAGE_RETURN,
          TableError.QUOTE_IN_PLAIN_FIELD,
          TableError.EMPTY_COLUMN_NAME,
          TableError.DUPLICATE_COLUMN_NAME);

  @Test
  void randomText_isReadAsFastCsvReadsIt_orRefusedForAReason() {
    Random random = new Random(41);
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = randomText(random);
      Optional<List<List<String>>> other = fastCsv(text);
      try {
        Table table = read(new Trickle(text.getBytes(UTF_8), random), CsvOptions.DEFAULT);
        assertThat(other).as(text).contains(withHeader(table));
        accepted++;
      } catch (TableException e) {
        if (!STRICTER.contains(e.error())) {
          assertThat(other.isEmpty() || other.get().isEmpty() || isRagged(other.get()))
              .as("%s: %s", e.error(), text)
              .isTrue();
        }
      }
    }
    assertThat(accepted).isGreaterThan(TEXTS / 50);
  }

  @Test
  void writtenTables_areReadBackAlike_inEveryEncodingAndDelimiter() {
    Random random = new Random(42);
    for (int i = 0; i < TABLES; i++) {
      Table table = randomTable(random);
      CsvOptions options =
          new CsvOptions(
              ",;\t|".charAt(random.nextInt(4)), random.nextBoolean() ? UTF_8 : CsvOptions.GB18030);
      byte[] csv = write(table, options);

      Table again = read(new Trickle(csv, random), options);
      assertThat(again.names()).isEqualTo(table.names());
      assertThat(again.digest()).isEqualTo(table.digest());
      assertThat(write(again, options)).isEqualTo(csv);
    }
  }

  @Test
  void writtenTables_areReadByFastCsv() {
    Random random = new Random(43);
    for (int i = 0; i < TABLES; i++) {
      Table table = randomTable(random);

      assertThat(fastCsv(new String(write(table, CsvOptions.DEFAULT), UTF_8)))
          .contains(withHeader(table));
    }
  }

  @Test
  void oneChangedByte_isSeenInTheDigest() {
    byte[] csv = CsvBenchmark.laboratoryRows(20_000);
    String digest = read(new ByteArrayInputStream(csv), CsvOptions.DEFAULT).digest();
    Random random = new Random(44);
    for (int i = 0; i < 500; i++) {
      byte[] changed = csv.clone();
      int at = random.nextInt(csv.length);
      changed[at] = (byte) ('A' + random.nextInt(26));
      if (changed[at] != csv[at]) {
        assertThat(digestOrError(changed)).isNotEqualTo(digest);
      }
    }
  }

  private static String digestOrError(byte[] csv) {
    try {
      return read(new ByteArrayInputStream(csv), CsvOptions.DEFAULT).digest();
    } catch (TableException e) {
      return e.error().code();
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "h,i\n");
    for (int length = random.nextInt(14); length > 0; length--) {
      text.append(TOKENS[random.nextInt(TOKENS.length)]);
    }
    return text.toString();
  }

  private static Table randomTable(Random random) {
    int width = 1 + random.nextInt(4);
    List<String> names = new ArrayList<>();
    while (names.size() < width) {
      String name = randomCell(random) + names.size();
      names.add(name);
    }
    TableBuilder builder = Table.builder(names);
    for (int rows = random.nextInt(20); rows > 0; rows--) {
      for (int column = 0; column < width; column++) {
        builder.add(column, random.nextInt(5) == 0 ? null : randomCell(random));
      }
      builder.endRow();
    }
    return builder.build();
  }

  private static String randomCell(Random random) {
    StringBuilder cell = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      cell.append(TOKENS[random.nextInt(TOKENS.length)]);
    }
    return cell.toString();
  }

  private static List<List<String>> withHeader(Table table) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.names());
    rows.addAll(CsvReaderTest.rows(table));
    return rows;
  }

  private static boolean isRagged(List<List<String>> rows) {
    Set<Integer> widths = new HashSet<>();
    rows.forEach(row -> widths.add(row.size()));
    return widths.size() > 1;
  }

  private static Optional<List<List<String>>> fastCsv(String text) {
    try (de.siegmar.fastcsv.reader.CsvReader<CsvRecord> reader =
        de.siegmar.fastcsv.reader.CsvReader.builder()
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)) {
      List<List<String>> rows = new ArrayList<>();
      reader.forEach(row -> rows.add(List.copyOf(row.getFields())));
      return Optional.of(rows);
    } catch (CsvParseException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table read(InputStream input, CsvOptions options) {
    return CsvReader.read(input, options, CsvLimits.DEFAULT, "fuzz");
  }

  private static byte[] write(Table table, CsvOptions options) {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    CsvWriter.write(table.columns(), table.rowCount(), options, csv);
    return csv.toByteArray();
  }

  /** Serves a few bytes at a time, so that every place becomes the end of a read. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(3)));
    }
  }
}
