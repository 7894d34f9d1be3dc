package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of text cells, each a code into the dictionary of its column.
 *
 * <p>A cell is a value or missing; empty text is missing, whatever form the table was read from.
 * Any thread may read a table.
 */
public final class Table {
  private final List<Column> columns;
  private final Map<String, Integer> indices;
  private final int rowCount;
  private final @Nullable LineNumbers lines;

  /** Rows of the table that this one was selected from, where no lines are known. */
  private final @Nullable LineNumbers origins;

  /** Creates a table of columns with different names and {@code rowCount} rows each. */
  Table(List<Column> columns, int rowCount, @Nullable LineNumbers lines) {
    this(columns, rowCount, lines, null);
  }

  private Table(
      List<Column> columns,
      int rowCount,
      @Nullable LineNumbers lines,
      @Nullable LineNumbers origins) {
    this.columns = List.copyOf(columns);
    this.rowCount = rowCount;
    this.lines = lines;
    this.origins = origins;
    this.indices = new HashMap<>();
    for (Column column : columns) {
      indices.put(column.name(), indices.size());
    }
  }

  /**
   * Starts a table with these columns.
   *
   * @throws TableException if there is no name, an empty name, or a name twice
   */
  public static TableBuilder builder(List<String> names) {
    return new TableBuilder(names, CsvLimits.DEFAULT, "table");
  }

  /** Starts a table with these columns and limits; {@code source} names it in failures. */
  public static TableBuilder builder(List<String> names, CsvLimits limits, String source) {
    return new TableBuilder(names, limits, source);
  }

  /** Returns the columns in their order. */
  public List<Column> columns() {
    return columns;
  }

  /** Returns the names of the columns in their order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Returns the number of rows, the header not counted. */
  public int rowCount() {
    return rowCount;
  }

  /**
   * Returns the column called {@code name}.
   *
   * @throws NoSuchElementException if there is none
   */
  public Column column(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new NoSuchElementException("no such column");
    }
    return columns.get(index);
  }

  /** Returns the position of the column called {@code name}, or -1. */
  public int indexOf(String name) {
    return indices.getOrDefault(requireNonNull(name, "name"), -1);
  }

  /** Returns whether there is a column called {@code name}. */
  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /** Returns the value at a place, or null if it is missing. */
  public @Nullable String value(int row, int column) {
    return columns.get(column).valueAt(row);
  }

  /** Returns the line on which {@code row} starts in the file it was read from, if it was. */
  public OptionalLong lineOf(int row) {
    return lines == null ? OptionalLong.empty() : OptionalLong.of(lines.lineOf(row));
  }

  /**
   * Names the place of {@code row} in what was read, for messages inside China: its line, or its
   * number counted from 1 where it was not read from lines. A row of a selection is named as in the
   * table that it was selected from.
   */
  public String placeOf(int row) {
    if (lines != null) {
      return "line " + lines.lineOf(row);
    }
    return "row " + (origins == null ? row + 1L : origins.lineOf(row));
  }

  /**
   * Returns the table of the given rows in the given order.
   *
   * <p>Its columns hold no trace of other rows: dictionaries and codes are made anew.
   */
  public Table select(int[] rows) {
    List<Column> selected = columns.stream().map(column -> column.select(rows)).toList();
    return lines == null
        ? new Table(selected, rows.length, null, selectedOrigins(rows))
        : new Table(selected, rows.length, lines.select(rows), null);
  }

  private LineNumbers selectedOrigins(int[] rows) {
    return (origins == null ? LineNumbers.ofRows() : origins).select(rows);
  }

  /**
   * Returns the SHA-256 of names and cells in 64 hexadecimal digits: equal for equal tables,
   * however they were read.
   */
  public String digest() {
    MessageDigest digest = sha256();
    BigEndian.addInt(digest, rowCount);
    BigEndian.addInt(digest, columns.size());
    for (Column column : columns) {
      byte[] name = column.name().getBytes(UTF_8);
      BigEndian.addInt(digest, name.length);
      digest.update(name);
      column.addTo(digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
