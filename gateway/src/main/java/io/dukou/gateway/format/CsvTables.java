package io.dukou.gateway.format;

import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableError;
import io.dukou.anonymizer.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads CSV: everything that parses lies in the anonymizer; here its failures get their places. */
final class CsvTables {
  private CsvTables() {}

  /** Reads a body; see {@link TableFormat#read}. */
  static ParsedTable read(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    Table table = parse(uncompressed(body, options), options);
    Map<String, ColumnFormat> columns = new LinkedHashMap<>();
    table.names().forEach(name -> columns.put(name, ColumnFormat.TEXT));
    return new ParsedTable(table, new FormatMetadata(columns));
  }

  private static Table parse(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    try {
      return CsvReader.read(body, options.csv(), options.limits().forTable(), options.source());
    } catch (TableException e) {
      if (e.error() == TableError.INPUT_OUTPUT) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
      }
      throw new BadTableException(options.source(), BadTableCode.of(e.error()), place(e, options));
    }
  }

  private static Place place(TableException failure, ReadOptions options) {
    String known = failure.columnName().filter(options.columns()::contains).orElse(null);
    return new Place(failure.line(), 0, 0, failure.column(), known);
  }

  private static InputStream uncompressed(InputStream body, ReadOptions options)
      throws IOException, BadTableException {
    PushbackInputStream whole = new PushbackInputStream(body, CompressedBody.HEAD_BYTES);
    byte[] head = whole.readNBytes(CompressedBody.HEAD_BYTES);
    if (CompressedBody.startsWith(head, head.length)) {
      throw new BadTableException(options.source(), BadTableCode.COMPRESSED_BODY, Place.NONE);
    }
    whole.unread(head);
    return whole;
  }
}
