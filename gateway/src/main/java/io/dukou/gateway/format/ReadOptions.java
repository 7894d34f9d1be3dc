package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;

/**
 * What a route's configuration says about the body it reads.
 *
 * @param source what failures call the body, such as {@code dataset adsl}
 * @param csv delimiter and encoding, where the format is CSV
 * @param limits how large it may be
 * @param columns the columns that the configuration names, in their order: they may be named in
 *     failures, and are the columns of a JSON array without rows; empty if none are known
 */
public record ReadOptions(
    String source, CsvOptions csv, FormatLimits limits, List<String> columns) {
  /** Keeps a copy of the columns. */
  public ReadOptions {
    requireNonNull(source, "source");
    requireNonNull(csv, "csv");
    requireNonNull(limits, "limits");
    columns = List.copyOf(columns);
  }

  /** Returns default options without known columns. */
  public static ReadOptions of(String source) {
    return new ReadOptions(source, CsvOptions.DEFAULT, FormatLimits.DEFAULT, List.of());
  }

  /** Returns these options with another CSV form. */
  public ReadOptions withCsv(CsvOptions other) {
    return new ReadOptions(source, other, limits, columns);
  }

  /** Returns these options with other limits. */
  public ReadOptions withLimits(FormatLimits other) {
    return new ReadOptions(source, csv, other, columns);
  }

  /** Returns these options with other known columns. */
  public ReadOptions withColumns(List<String> other) {
    return new ReadOptions(source, csv, limits, other);
  }
}
