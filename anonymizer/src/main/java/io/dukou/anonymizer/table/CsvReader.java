package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;

/** Reads a {@link Table} from CSV. */
@SuppressWarnings("DoNotCallSuggester")
public final class CsvReader {
  private CsvReader() {}

  /** Reads the whole stream, which stays open. */
  public static Table read(
      InputStream input, CsvOptions options, CsvLimits limits, String sourceName) {
    requireNonNull(input, "input");
    throw new UnsupportedOperationException("not yet");
  }
}
