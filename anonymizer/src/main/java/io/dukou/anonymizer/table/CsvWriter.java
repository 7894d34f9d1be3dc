package io.dukou.anonymizer.table;

import java.io.OutputStream;
import java.util.List;

/** Writes coded columns as CSV. */
@SuppressWarnings("DoNotCallSuggester")
public final class CsvWriter {
  private CsvWriter() {}

  /**
   * Writes a header and {@code rowCount} rows; flushes, and leaves the stream open.
   *
   * @throws TableException if the stream fails or a value has no form in the encoding
   */
  public static void write(
      List<? extends CodedColumn> columns, int rowCount, CsvOptions options, OutputStream output) {
    throw new UnsupportedOperationException("not yet");
  }
}
