package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a JSON array of flat objects, and the same objects one a line. */
final class JsonTables {
  private JsonTables() {}

  /** Reads an array; see {@link TableFormat#read}. */
  static ParsedTable readArray(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    try (JsonScanner scanner = JsonScanner.open(body, options, false)) {
      RowObjects rows = new RowObjects(scanner, options);
      requireStart(scanner.next(), JsonToken.START_ARRAY, scanner);
      for (JsonToken token = scanner.next(); token != JsonToken.END_ARRAY; token = scanner.next()) {
        scanner.require(token, JsonToken.START_OBJECT);
        rows.read();
      }
      scanner.end();
      return rows.build();
    }
  }

  /** Reads lines; see {@link TableFormat#read}. */
  static ParsedTable readLines(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    try (JsonScanner scanner = JsonScanner.open(body, options, true)) {
      RowObjects rows = new RowObjects(scanner, options);
      JsonLines lines = new JsonLines(scanner);
      JsonToken token = scanner.next();
      requireStart(token, JsonToken.START_OBJECT, scanner);
      while (token != null) {
        scanner.require(token, JsonToken.START_OBJECT);
        lines.startValue();
        rows.read();
        lines.endValue();
        token = scanner.next();
      }
      return rows.build();
    }
  }

  /** Fails unless a body starts with {@code expected}; an empty one has a code of its own. */
  static void requireStart(@Nullable JsonToken token, JsonToken expected, JsonScanner scanner)
      throws BadTableException {
    if (token == null) {
      throw scanner.fail(BadTableCode.EMPTY_INPUT);
    }
    scanner.require(token, expected);
  }
}
