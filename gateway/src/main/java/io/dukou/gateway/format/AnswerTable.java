package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;

/**
 * A protected table as its answers show it.
 *
 * @param dataset what the configuration says of it
 * @param columns the planned columns in their order
 * @param rowCount rows of the whole protected table, whatever part of them an answer holds
 * @param source the form that the origin's columns had
 * @param csv the delimiter of CSV answers; they are UTF-8 always
 */
public record AnswerTable(
    AnswerDataset dataset,
    List<AnswerColumn> columns,
    int rowCount,
    FormatMetadata source,
    CsvOptions csv) {
  /** Refuses a table without columns. */
  public AnswerTable {
    requireNonNull(dataset, "dataset");
    columns = List.copyOf(columns);
    requireNonNull(source, "source");
    requireNonNull(csv, "csv");
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no planned column");
    }
    if (rowCount < 0) {
      throw new IllegalArgumentException("a negative number of rows: " + rowCount);
    }
  }

  /** Returns the type of a column's released values. */
  DataType typeOf(AnswerColumn column) {
    return column.generalised() ? DataType.STRING : source.of(column.cells().name()).type();
  }
}
