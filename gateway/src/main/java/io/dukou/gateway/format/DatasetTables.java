package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads CDISC Dataset-JSON 1.1 in its JSON form, and in its NDJSON form. */
final class DatasetTables {
  private DatasetTables() {}

  /** Reads the JSON form; see {@link TableFormat#read}. */
  static ParsedTable readObject(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    try (JsonScanner scanner = JsonScanner.open(body, options, false)) {
      JsonTables.requireStart(scanner.next(), JsonToken.START_OBJECT, scanner);
      DatasetHeader header = new DatasetHeader(scanner, options.limits());
      CellReader cells = null;
      while (header.nextMember()) {
        cells = readRows(scanner, header, options);
      }
      scanner.end();
      return finish(scanner, header, cells == null ? header.cells(options) : cells);
    }
  }

  /** Reads the NDJSON form; see {@link TableFormat#read}. */
  static ParsedTable readLines(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    try (JsonScanner scanner = JsonScanner.open(body, options, true)) {
      JsonLines lines = new JsonLines(scanner);
      JsonTables.requireStart(scanner.next(), JsonToken.START_OBJECT, scanner);
      lines.startValue();
      DatasetHeader header = new DatasetHeader(scanner, options.limits());
      if (header.nextMember()) {
        throw scanner.fail(BadTableCode.UNKNOWN_MEMBER);
      }
      lines.endValue();
      CellReader cells = header.cells(options);
      for (JsonToken token = scanner.next(); token != null; token = scanner.next()) {
        scanner.require(token, JsonToken.START_ARRAY);
        lines.startValue();
        readRow(scanner, cells);
        lines.endValue();
      }
      return finish(scanner, header, cells);
    }
  }

  /** Reads the array that follows the name {@code rows}. */
  private static CellReader readRows(JsonScanner scanner, DatasetHeader header, ReadOptions options)
      throws IOException, BadTableException {
    CellReader cells = header.cells(options);
    scanner.next(JsonToken.START_ARRAY);
    for (JsonToken token = scanner.next(); token != JsonToken.END_ARRAY; token = scanner.next()) {
      scanner.require(token, JsonToken.START_ARRAY);
      readRow(scanner, cells);
    }
    scanner.enterRow(0);
    return cells;
  }

  /** Reads a row whose opening bracket is the present token. */
  private static void readRow(JsonScanner scanner, CellReader cells)
      throws IOException, BadTableException {
    scanner.enterRow(cells.rowCount() + 1L);
    int width = cells.names().size();
    int index = 0;
    for (JsonToken token = scanner.next(); token != JsonToken.END_ARRAY; token = scanner.next()) {
      if (token == null) {
        throw scanner.fail(BadTableCode.TRUNCATED);
      }
      if (index == width) {
        throw scanner.fail(BadTableCode.EXTRA_FIELD);
      }
      cells.cell(index++, token);
    }
    if (index < width) {
      throw scanner.fail(BadTableCode.MISSING_FIELD);
    }
    cells.endRow();
  }

  private static ParsedTable finish(
      JsonScanner scanner, DatasetHeader header, @Nullable CellReader cells)
      throws BadTableException {
    header.requireComplete();
    if (cells == null || header.records() != cells.rowCount()) {
      throw scanner.fail(BadTableCode.WRONG_RECORDS);
    }
    return cells.build();
  }
}
