package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@link Table} from CSV as RFC 4180 defines it, and nothing looser.
 *
 * <p>The first row names the columns. Rows end with LF or with CR LF, all alike; line ends inside
 * quotes belong to the field. An empty field is missing, quoted or not. A blank line is a row of
 * one missing field, so it is an error in a table of several columns. Refused as well: a byte order
 * mark of any encoding, a quote inside an unquoted field, text behind a closing quote, U+0000,
 * bytes that are no text in the declared encoding, and whatever goes beyond the {@link CsvLimits}.
 * Each has its {@link TableError}.
 *
 * <p>Memory beside the table is one buffer of about the longest field allowed.
 */
public final class CsvReader {
  private final CsvScanner scanner;
  private final CsvLimits limits;
  private final String source;

  /** Where the field being read starts; here, so that no object is made for each field. */
  private long fieldLine;

  private int fieldPlace;

  private CsvReader(CsvScanner scanner, CsvLimits limits, String source) {
    this.scanner = scanner;
    this.limits = limits;
    this.source = source;
  }

  private TableException fieldFault(TableError error) {
    return new TableException(error, source, fieldLine, fieldPlace);
  }

  /**
   * Reads the whole stream, which stays open.
   *
   * @param sourceName name of the stream in failures
   * @throws TableException naming source, line and column; never with a cell
   */
  public static Table read(
      InputStream input, CsvOptions options, CsvLimits limits, String sourceName) {
    requireNonNull(input, "input");
    requireNonNull(sourceName, "sourceName");
    return new CsvReader(scanner(input, options, limits, sourceName), limits, sourceName).read();
  }

  /**
   * Reads a file whose first row is a row like the others; its columns are called {@code 1}, {@code
   * 2} and so on. Otherwise as {@link #read}.
   *
   * @throws TableException naming source, line and column; never with a cell
   */
  public static Table readWithoutHeader(
      InputStream input, CsvOptions options, CsvLimits limits, String sourceName) {
    requireNonNull(input, "input");
    requireNonNull(sourceName, "sourceName");
    return new CsvReader(scanner(input, options, limits, sourceName), limits, sourceName)
        .readWithoutHeader();
  }

  private static CsvScanner scanner(
      InputStream input, CsvOptions options, CsvLimits limits, String source) {
    InputStream utf8 =
        options.encoding().equals(CsvOptions.GB18030) ? new Gb18030Input(input) : input;
    return new CsvScanner(utf8, options.delimiter(), limits, source);
  }

  private Table readWithoutHeader() {
    if (scanner.atEnd()) {
      throw new TableException(TableError.EMPTY_INPUT, source, 1, 0);
    }
    List<String> first = readHeader();
    List<String> names = new ArrayList<>();
    while (names.size() < first.size()) {
      names.add(Integer.toString(names.size() + 1));
    }
    TableBuilder builder = new TableBuilder(names, limits, source);
    for (int column = 0; column < first.size(); column++) {
      builder.add(column, first.get(column));
    }
    builder.endRow();
    LineNumbers.Builder lines = new LineNumbers.Builder();
    lines.add(0, 1);
    return builder.build(readRows(builder, lines));
  }

  private Table read() {
    if (scanner.atEnd()) {
      throw new TableException(TableError.EMPTY_INPUT, source, 1, 0);
    }
    List<String> names = readHeader();
    TableBuilder builder = new TableBuilder(names, limits, source);
    try {
      return builder.build(readRows(builder, new LineNumbers.Builder()));
    } catch (TableException e) {
      throw e.in(names);
    }
  }

  private List<String> readHeader() {
    List<String> names = new ArrayList<>();
    int end;
    do {
      if (names.size() == limits.maxColumns()) {
        throw scanner.fault(TableError.TOO_MANY_COLUMNS);
      }
      end = scanner.next();
      TableError fault = Utf8.faultIn(scanner.bytes(), scanner.start(), scanner.length());
      if (fault != null) {
        throw new TableException(fault, source, 1, names.size() + 1);
      }
      names.add(new String(scanner.bytes(), scanner.start(), scanner.length(), UTF_8));
    } while (end == CsvScanner.FIELD);
    return names;
  }

  private LineNumbers readRows(TableBuilder builder, LineNumbers.Builder lines) {
    int width = builder.width();
    DictionaryBuilder[] dictionaries = new DictionaryBuilder[width];
    CodesBuilder[] codes = new CodesBuilder[width];
    for (int column = 0; column < width; column++) {
      dictionaries[column] = builder.dictionary(column);
      codes[column] = builder.codes(column);
    }
    FaultSite site = this::fieldFault;
    while (!scanner.atEnd()) {
      if (builder.rowCount() == limits.maxRows()) {
        throw scanner.fault(TableError.TOO_MANY_ROWS);
      }
      lines.add(builder.rowCount(), scanner.line());
      readRow(dictionaries, codes, site);
      builder.rowAdded();
    }
    return lines.build();
  }

  private void readRow(DictionaryBuilder[] dictionaries, CodesBuilder[] codes, FaultSite site) {
    int last = codes.length - 1;
    for (int column = 0; column <= last; column++) {
      fieldLine = scanner.line();
      int end = scanner.next();
      if ((end == CsvScanner.ROW) != (column == last)) {
        TableError error = column == last ? TableError.EXTRA_FIELD : TableError.MISSING_FIELD;
        throw new TableException(error, source, fieldLine, column + 2);
      }
      fieldPlace = column + 1;
      codes[column].add(
          dictionaries[column].intern(scanner.bytes(), scanner.start(), scanner.length(), site));
    }
  }
}
