package io.dukou.gateway.format;

import static io.dukou.gateway.format.AnswerWriterTest.answer;
import static io.dukou.gateway.format.AnswerWriterTest.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random tables, there and back; and bodies with one byte changed. */
final class FormatFuzzTest {
  private static final String CANARY = "Zq9";
  private static final int TABLES = 120 * Integer.getInteger("dukou.fuzz", 1);
  private static final int MUTATIONS = 2_000 * Integer.getInteger("dukou.fuzz", 1);

  @ParameterizedTest
  @EnumSource
  void table_writtenAndRead_isTheSame(TableFormat format) throws BadTableException {
    for (long seed = 0; seed < TABLES; seed++) {
      Sample sample = Sample.of(new Random(seed), format);
      String text = written(format, sample.answer(), AnswerRows.all(sample.table.rowCount()));
      ParsedTable back = Reading.read(format, text.getBytes(UTF_8), sample.options());
      assertThat(Reading.cells(back.table())).as("seed %s", seed).isEqualTo(sample.cells());
      assertThat(back.table().names()).isEqualTo(sample.table.names());
      if (format == TableFormat.DATASET_JSON || format == TableFormat.DATASET_NDJSON) {
        assertThat(back.metadata()).as("seed %s", seed).isEqualTo(sample.source);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pages_joined_areTheWhole(TableFormat format) throws BadTableException {
    Random random = new Random(77);
    for (int i = 0; i < 20; i++) {
      Sample sample = Sample.of(random, format);
      int rows = sample.table.rowCount();
      int cut = random.nextInt(rows) + 1;
      AnswerWriterTest.written(format, sample.answer(), AnswerRows.all(rows));
      Table first = page(format, sample, AnswerRows.range(0, cut));
      Table second = page(format, sample, AnswerRows.range(cut, rows - cut));
      var joined = new ArrayList<>(Reading.cells(first));
      joined.addAll(Reading.cells(second));
      assertThat(joined).isEqualTo(sample.cells());
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodyWithAByteChanged_isReadOrRefused_andNeverQuoted(TableFormat format) {
    Random random = new Random(format.configName().length());
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Sample sample = Sample.of(random, format);
      String text = written(format, sample.answer(), AnswerRows.all(sample.table.rowCount()));
      byte[] mutant = mutate(text.getBytes(UTF_8), random);
      try {
        ParsedTable read = Reading.read(format, mutant, sample.options());
        int rows = read.table().rowCount();
        written(format, answer(read.table(), read.metadata(), Set.of()), AnswerRows.all(rows));
      } catch (BadTableException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain(CANARY);
        assertThat(e).hasNoCause();
      }
    }
    assertThat(refused).as("refused of %s", MUTATIONS).isGreaterThan(MUTATIONS / 20);
  }

  @ParameterizedTest
  @EnumSource
  void bodyCutAnywhere_isRefused_unlessItEndsWithARow(TableFormat format) {
    Sample sample = Sample.of(new Random(5), format);
    int rows = sample.table.rowCount();
    byte[] whole = written(format, sample.answer(), AnswerRows.all(rows)).getBytes(UTF_8);
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        Table read = Reading.read(format, cut, sample.options()).table();
        assertThat(format).as("cut at %s", length).isIn(TableFormat.CSV, TableFormat.NDJSON);
        assertThat(read.rowCount()).isLessThanOrEqualTo(rows);
      } catch (BadTableException e) {
        assertThat(e.getMessage()).doesNotContain(CANARY);
      }
    }
  }

  @Test
  void noise_isRefused_inEveryFormat() {
    Random random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      for (TableFormat format : TableFormat.values()) {
        try {
          Reading.read(format, noise, Reading.OPTIONS);
          assertThat(format).isEqualTo(TableFormat.CSV);
        } catch (BadTableException e) {
          assertThat(e.code()).isNotNull();
        }
      }
    }
  }

  private static Table page(TableFormat format, Sample sample, AnswerRows rows)
      throws BadTableException {
    String text = written(format, sample.answer(), rows);
    if (text.isEmpty()) {
      return Table.builder(sample.table.names()).build(); // NDJSON without rows
    }
    ReadOptions known = Reading.OPTIONS.withColumns(sample.table.names());
    return Reading.read(format, text.getBytes(UTF_8), known).table();
  }

  /** Changes, removes, repeats or inserts a byte. */
  private static byte[] mutate(byte[] body, Random random) {
    int at = random.nextInt(body.length);
    byte[] head = Arrays.copyOf(body, at);
    byte[] tail = Arrays.copyOfRange(body, at + 1, body.length);
    byte other =
        random.nextBoolean()
            ? (byte) random.nextInt(256)
            : (byte) "\"\\{}[],:\n\r 0-.eEn".charAt(random.nextInt(17));
    return switch (random.nextInt(4)) {
      case 0 -> join(head, new byte[] {other}, tail);
      case 1 -> join(head, new byte[0], tail);
      case 2 -> join(head, new byte[] {body[at], body[at]}, tail);
      default -> join(head, new byte[] {other, body[at]}, tail);
    };
  }

  private static byte[] join(byte[] head, byte[] middle, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + middle.length + tail.length);
    System.arraycopy(middle, 0, joined, head.length, middle.length);
    System.arraycopy(tail, 0, joined, head.length + middle.length, tail.length);
    return joined;
  }

  /** A random table with the types that {@code format} can carry. */
  private static final class Sample {
    private static final DataType[] JSON_TYPES = {
      DataType.STRING, DataType.NUMBER, DataType.BOOLEAN
    };
    private static final DataType[] DATASET_TYPES =
        Arrays.stream(DataType.values())
            .filter(type -> type != DataType.NUMBER)
            .toArray(DataType[]::new);

    private final Table table;
    private final FormatMetadata source;

    private Sample(Table table, FormatMetadata source) {
      this.table = table;
      this.source = source;
    }

    static Sample of(Random random, TableFormat format) {
      Map<String, ColumnFormat> columns = new LinkedHashMap<>();
      int width = 1 + random.nextInt(5);
      while (columns.size() < width) {
        columns.put(text(random), new ColumnFormat(type(random, format), null));
      }
      var builder = Table.builder(List.copyOf(columns.keySet()));
      int rows = 1 + random.nextInt(6);
      for (int row = 0; row < rows; row++) {
        int column = 0;
        for (ColumnFormat form : columns.values()) {
          builder.add(column++, random.nextInt(5) == 0 ? null : cell(random, form.type()));
        }
        builder.endRow();
      }
      return new Sample(builder.build(), new FormatMetadata(columns));
    }

    AnswerTable answer() {
      return AnswerWriterTest.answer(table, source, Set.of());
    }

    /** Names are left out, so that none may be told in a failure. */
    ReadOptions options() {
      return Reading.OPTIONS;
    }

    List<List<@Nullable String>> cells() {
      return Reading.cells(table);
    }

    private static DataType type(Random random, TableFormat format) {
      return switch (format) {
        case CSV -> DataType.STRING;
        case JSON, NDJSON -> JSON_TYPES[random.nextInt(JSON_TYPES.length)];
        case DATASET_JSON, DATASET_NDJSON -> DATASET_TYPES[random.nextInt(DATASET_TYPES.length)];
      };
    }

    private static String cell(Random random, DataType type) {
      return switch (type) {
        case STRING, URI -> text(random);
        case INTEGER -> Long.toString(random.nextLong() >> (11 + random.nextInt(50)));
        case FLOAT, DOUBLE, NUMBER ->
            JsonNumbers.exact(Double.toString(random.nextInt(100_000) / 64.0 - 700));
        case DECIMAL -> random.nextInt(1_000) + "." + random.nextInt(1_000_000);
        case BOOLEAN -> Boolean.toString(random.nextBoolean());
        case DATE -> "20" + (10 + random.nextInt(20)) + "-0" + (1 + random.nextInt(9));
        case TIME -> "1" + random.nextInt(10) + ":30";
        case DATETIME -> "2026-03-01T1" + random.nextInt(10) + ":30:00";
      };
    }

    /** Text with everything that a format may have to escape, around the canary. */
    private static String text(Random random) {
      String[] pieces = {
        ",",
        "\"",
        "\n",
        "\r\n",
        "\\",
        "\t",
        "中文",
        "\uD83D\uDE00",
        "\u0001",
        "é",
        "{",
        "]",
        ":",
        "null",
        "true",
        "0",
        "-1",
        ";",
        "'",
        "\u2028",
        " ",
        "=1+1",
        "\u007f"
      };
      StringBuilder text = new StringBuilder(CANARY);
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      return text.append(random.nextInt(30)).toString();
    }
  }
}
