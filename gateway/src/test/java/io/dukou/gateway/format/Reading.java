package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies in tests and says what became of them. */
final class Reading {
  static final ReadOptions OPTIONS = ReadOptions.of("dataset test");

  private Reading() {}

  static ParsedTable read(TableFormat format, String body) throws BadTableException {
    return read(format, body.getBytes(UTF_8), OPTIONS);
  }

  static ParsedTable read(TableFormat format, byte[] body, ReadOptions options)
      throws BadTableException {
    try {
      return format.read(new ByteArrayInputStream(body), options);
    } catch (IOException e) {
      throw new AssertionError("an array does not fail", e);
    }
  }

  static BadTableException refused(TableFormat format, String body) {
    return refused(format, body.getBytes(UTF_8), OPTIONS);
  }

  static BadTableException refused(TableFormat format, byte[] body, ReadOptions options) {
    try {
      ParsedTable read = read(format, body, options);
      throw new AssertionError("was read, with " + read.table().rowCount() + " rows");
    } catch (BadTableException e) {
      assertThat(e).hasNoCause();
      return e;
    }
  }

  /** Returns the code of a refusal, or {@code "read"} with the number of rows. */
  static String outcome(TableFormat format, String body) {
    try {
      return "read " + read(format, body).table().rowCount();
    } catch (BadTableException e) {
      return e.code().code();
    }
  }

  /** Returns the cells, row by row. */
  static List<List<@Nullable String>> cells(Table table) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      List<@Nullable String> cells = new ArrayList<>();
      for (int column = 0; column < table.columns().size(); column++) {
        cells.add(table.value(row, column));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** Returns a table with these names and rows; null is missing. */
  static Table table(List<String> names, List<List<@Nullable String>> rows) {
    var builder = Table.builder(names);
    for (List<@Nullable String> row : rows) {
      for (int column = 0; column < names.size(); column++) {
        builder.add(column, row.get(column));
      }
      builder.endRow();
    }
    return builder.build();
  }
}
