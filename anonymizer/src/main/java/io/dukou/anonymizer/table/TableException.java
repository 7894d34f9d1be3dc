package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.AnonymizerException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table that cannot be read or written; names the place, never a cell. */
public final class TableException extends AnonymizerException {
  private static final long serialVersionUID = 1L;

  private final TableError error;
  private final String source;
  private final long line;
  private final int column;
  private final @Nullable String columnName;

  /**
   * Creates the failure.
   *
   * @param error what is wrong
   * @param source name of the file or stream, as its owner calls it
   * @param line physical line counted from 1, or 0 if no line is meant
   * @param column field of the row counted from 1, or 0 if no field is meant
   */
  public TableException(TableError error, String source, long line, int column) {
    super(describe(error, source, line, column));
    this.error = error;
    this.source = source;
    this.line = line;
    this.column = column;
    this.columnName = null;
  }

  private TableException(TableException known, String columnName) {
    super(String.valueOf(known.getMessage()));
    this.error = known.error;
    this.source = known.source;
    this.line = known.line;
    this.column = known.column;
    this.columnName = columnName;
  }

  /** Creates the failure with the error of the stream that caused it. */
  TableException(TableError error, String source, long line, Throwable cause) {
    super(describe(error, source, line, 0), cause);
    this.error = error;
    this.source = source;
    this.line = line;
    this.column = 0;
    this.columnName = null;
  }

  /** Returns the same failure of a row of a table with these columns. */
  TableException in(List<String> names) {
    boolean named = column > 0 && column <= names.size();
    return named ? new TableException(this, names.get(column - 1)) : this;
  }

  /** Returns what is wrong. */
  public TableError error() {
    return error;
  }

  /** Returns the name of the file or stream. */
  public String source() {
    return source;
  }

  /** Returns the physical line counted from 1, or 0. */
  public long line() {
    return line;
  }

  /** Returns the field within the row counted from 1, or 0. */
  public int column() {
    return column;
  }

  /**
   * Returns the name of the column, where the header gave it one. It is not in the message, since
   * what stands in a header may be data.
   */
  public Optional<String> columnName() {
    return Optional.ofNullable(columnName);
  }

  private static String describe(TableError error, String source, long line, int column) {
    requireNonNull(error, "error");
    StringBuilder text = new StringBuilder(requireNonNull(source, "source"));
    if (line > 0) {
      text.append(", line ").append(line);
    }
    if (column > 0) {
      text.append(", column ").append(column);
    }
    return text.append(": ").append(error.problem()).append("; ").append(error.remedy()).toString();
  }
}
