package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonToken;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import io.dukou.anonymizer.table.TableException;
import io.dukou.gateway.format.DataType.Form;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts JSON cells into a table and holds every column to one type: the one that Dataset-JSON
 * declares, or that of the column's first value. One thread.
 */
final class CellReader {
  /** Longest date, time or decimal. */
  private static final int SHORT_TEXT = 64;

  /**
   * Dates, times, both, partial ones and intervals in ISO 8601: its characters. The standard leaves
   * more than this to Define-XML; here it keeps other text out.
   */
  private static final Pattern ISO_8601 = Pattern.compile("[0-9TZWPYMDHS:./+-]*");

  /** A decimal number, perhaps with separators of thousands, as section "dataType" has it. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final JsonScanner scanner;
  private final List<String> names;
  private final @Nullable ColumnFormat[] formats;
  private final TableBuilder builder;
  private final BadTableCode otherKind;

  private CellReader(
      JsonScanner scanner,
      Map<String, @Nullable ColumnFormat> columns,
      BadTableCode otherKind,
      ReadOptions options)
      throws BadTableException {
    this.scanner = scanner;
    this.names = List.copyOf(columns.keySet());
    this.formats = columns.values().toArray(new @Nullable ColumnFormat[0]);
    this.otherKind = otherKind;
    this.builder = builder(scanner, names, options);
  }

  /** Returns a reader that learns the types from the cells. */
  static CellReader learning(JsonScanner scanner, List<String> names, ReadOptions options)
      throws BadTableException {
    Map<String, @Nullable ColumnFormat> columns = new LinkedHashMap<>();
    names.forEach(name -> columns.put(name, null));
    return new CellReader(scanner, columns, BadTableCode.MIXED_KINDS, options);
  }

  /** Returns a reader that knows the types. */
  static CellReader typed(
      JsonScanner scanner, Map<String, ColumnFormat> columns, ReadOptions options)
      throws BadTableException {
    return new CellReader(scanner, new LinkedHashMap<>(columns), BadTableCode.WRONG_TYPE, options);
  }

  private static TableBuilder builder(JsonScanner scanner, List<String> names, ReadOptions options)
      throws BadTableException {
    try {
      return Table.builder(names, options.limits().forTable(), options.source());
    } catch (TableException e) {
      throw scanner.fail(e);
    }
  }

  /** Returns the names of the columns. */
  List<String> names() {
    return names;
  }

  /** Returns how many rows are complete. */
  int rowCount() {
    return builder.rowCount();
  }

  /** Adds the cell at the present token. */
  void cell(int index, JsonToken token) throws IOException, BadTableException {
    scanner.enterField(index, names.get(index)); // its text may be what is wrong
    cell(index, token, token.isScalarValue() ? scanner.text() : "");
  }

  /** Adds a cell that was read as {@code token} and {@code text}. */
  void cell(int index, JsonToken token, String text) throws BadTableException {
    scanner.enterField(index, names.get(index));
    switch (token) {
      case VALUE_NULL -> add(index, null);
      case VALUE_STRING -> add(index, typed(index, DataType.STRING, text));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          add(index, typed(index, DataType.NUMBER, number(text)));
      case VALUE_TRUE, VALUE_FALSE -> add(index, typed(index, DataType.BOOLEAN, text));
      default -> throw scanner.fail(BadTableCode.NESTED_VALUE);
    }
    scanner.leaveField();
  }

  /** Ends a row whose cells are all there. */
  void endRow() throws BadTableException {
    try {
      builder.endRow();
    } catch (TableException e) {
      throw scanner.fail(e);
    }
  }

  /** Returns the table; the reader must not be used afterwards. */
  ParsedTable build() {
    Map<String, ColumnFormat> columns = new LinkedHashMap<>();
    for (int i = 0; i < formats.length; i++) {
      ColumnFormat format = formats[i];
      columns.put(names.get(i), format == null ? ColumnFormat.TEXT : format);
    }
    return new ParsedTable(builder.build(), new FormatMetadata(columns));
  }

  private void add(int index, @Nullable String value) throws BadTableException {
    try {
      builder.add(index, value);
    } catch (TableException e) {
      throw scanner.fail(e);
    }
  }

  private String number(String text) throws BadTableException {
    char last = text.charAt(text.length() - 1);
    if (last < '0' || last > '9') {
      throw scanner.fail(BadTableCode.NUMBER_NOT_FINITE);
    }
    String exact = JsonNumbers.exact(text);
    if (exact == null) {
      throw scanner.fail(BadTableCode.INEXACT_NUMBER);
    }
    return exact;
  }

  /** Returns {@code text} if a value of the plain JSON type {@code found} may stand here. */
  private String typed(int index, DataType found, String text) throws BadTableException {
    ColumnFormat format = formats[index];
    if (format == null) {
      formats[index] = new ColumnFormat(found, null);
    } else if (format.type() != found) {
      check(format.type(), found.form(), text);
    }
    return text;
  }

  private void check(DataType declared, Form found, String text) throws BadTableException {
    if (declared.form() != found) {
      throw scanner.fail(otherKind);
    }
    if (!isOf(declared, text)) {
      throw scanner.fail(BadTableCode.WRONG_TYPE);
    }
  }

  private static boolean isOf(DataType declared, String text) {
    return switch (declared) {
      case INTEGER -> text.indexOf('.') < 0;
      case DECIMAL -> text.isEmpty() || isShort(text, DECIMAL);
      case DATE, TIME, DATETIME -> isShort(text, ISO_8601);
      default -> true;
    };
  }

  private static boolean isShort(String text, Pattern pattern) {
    return text.length() <= SHORT_TEXT && pattern.matcher(text).matches();
  }
}
