package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows that are flat JSON objects. The first row defines the columns and their order; each
 * further row has exactly the same keys, in any order. One thread.
 */
final class RowObjects {
  private final JsonScanner scanner;
  private final ReadOptions options;
  private final Map<String, Integer> indices = new HashMap<>();

  private @Nullable CellReader cells;
  private long row;
  private long[] lastSeen = {};

  RowObjects(JsonScanner scanner, ReadOptions options) {
    this.scanner = scanner;
    this.options = options;
  }

  /** Reads a row whose opening brace is the present token. */
  void read() throws IOException, BadTableException {
    scanner.enterRow(++row);
    if (cells == null) {
      cells = readFirst();
    } else {
      readNext(cells);
    }
    cells.endRow();
  }

  /**
   * Returns the table of the rows.
   *
   * @throws BadTableException if there was none and the configuration names no columns
   */
  ParsedTable build() throws BadTableException {
    if (cells != null) {
      return cells.build();
    }
    if (options.columns().isEmpty()) {
      throw scanner.fail(BadTableCode.EMPTY_INPUT);
    }
    return CellReader.learning(scanner, options.columns(), options).build();
  }

  /** Reads the first row twice: its keys name the columns that its cells then go into. */
  private CellReader readFirst() throws IOException, BadTableException {
    Map<String, Cell> first = new LinkedHashMap<>();
    while (nextKey()) {
      String name = scanner.name();
      requireName(name, first.size());
      scanner.enterField(first.size(), name);
      JsonToken token = nextValue();
      if (!token.isScalarValue()) {
        throw scanner.fail(BadTableCode.NESTED_VALUE);
      }
      if (first.put(name, new Cell(token, scanner.text())) != null) {
        throw scanner.fail(BadTableCode.DUPLICATE_KEY);
      }
      scanner.leaveField();
    }
    List<String> names = List.copyOf(first.keySet());
    CellReader reader = CellReader.learning(scanner, names, options);
    lastSeen = new long[names.size()];
    for (Cell cell : first.values()) {
      reader.cell(indices.size(), cell.token, cell.text);
      indices.put(names.get(indices.size()), indices.size());
    }
    return reader;
  }

  private void readNext(CellReader reader) throws IOException, BadTableException {
    List<String> names = reader.names();
    int expected = 0;
    int seen = 0;
    while (nextKey()) {
      int index = indexOf(scanner.name(), expected, names);
      if (lastSeen[index] == row) {
        throw scanner.fail(BadTableCode.DUPLICATE_KEY);
      }
      lastSeen[index] = row;
      reader.cell(index, nextValue());
      expected = index + 1;
      seen++;
    }
    if (seen < names.size()) {
      throw missing(names);
    }
  }

  /** Returns the column of a key: nearly always the one that follows the last. */
  private int indexOf(String name, int expected, List<String> names) throws BadTableException {
    if (expected < names.size() && names.get(expected).equals(name)) {
      return expected;
    }
    Integer index = indices.get(name);
    if (index == null) {
      throw scanner.fail(BadTableCode.UNKNOWN_KEY);
    }
    return index;
  }

  private BadTableException missing(List<String> names) {
    int index = 0;
    while (lastSeen[index] == row) {
      index++;
    }
    scanner.enterField(index, names.get(index));
    return scanner.fail(BadTableCode.MISSING_KEY);
  }

  private void requireName(String name, int known) throws BadTableException {
    if (known == options.limits().maxColumns()) {
      throw scanner.fail(BadTableCode.TOO_MANY_COLUMNS);
    }
    BadTableCode problem = ColumnNames.problem(name);
    if (problem != null) {
      throw scanner.fail(problem);
    }
  }

  private boolean nextKey() throws IOException, BadTableException {
    JsonToken token = scanner.next();
    if (token == null) {
      throw scanner.fail(BadTableCode.TRUNCATED);
    }
    return token == JsonToken.FIELD_NAME;
  }

  private JsonToken nextValue() throws IOException, BadTableException {
    JsonToken token = scanner.next();
    if (token == null) {
      throw scanner.fail(BadTableCode.TRUNCATED);
    }
    return token;
  }

  private record Cell(JsonToken token, String text) {}
}
