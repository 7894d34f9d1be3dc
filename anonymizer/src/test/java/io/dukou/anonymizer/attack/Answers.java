package io.dukou.anonymizer.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.release.FilterCheck;
import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The answers that can be got from one protected table: all of it, a page, a filter's rows. */
final class Answers implements Selections.Desk {
  private final ProtectedTable table;
  private final CsvWriter writer;

  /** Answers from {@code table}. */
  Answers(ProtectedTable table) {
    this.table = table;
    this.writer = CsvWriter.of(table.columns(), CsvOptions.DEFAULT);
  }

  /** Returns the lines of the whole table. */
  List<String> all() {
    return page(0, table.rowCount());
  }

  @Override
  public List<String> page(int from, int to) {
    return lines(IntStream.range(from, to).toArray());
  }

  @Override
  public Optional<List<String>> where(String column, String value) {
    return table.check(column, value) == FilterCheck.OK
        ? Optional.of(lines(table.rowsWhere(column, value)))
        : Optional.empty();
  }

  private List<String> lines(int[] rows) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      writer.writeHeader(output);
      for (int row : rows) {
        writer.writeRow(row, output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.toString(UTF_8).lines().toList();
  }
}
