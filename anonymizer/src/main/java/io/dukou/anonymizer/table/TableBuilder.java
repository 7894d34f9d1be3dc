package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Table} cell by cell. Not thread-safe.
 *
 * <p>Within a row each column is set at most once, in any order; a column that is not set is
 * missing. Example: {@code builder.add(0, "F"); builder.add(1, "54"); builder.endRow();}
 */
public final class TableBuilder {
  private final String source;
  private final CsvLimits limits;
  private final List<String> names;
  private final DictionaryBuilder[] dictionaries;
  private final CodesBuilder[] codes;
  private final int[] pending;
  private final CharsetEncoder encoder = UTF_8.newEncoder();
  private byte[] scratch = new byte[256];
  private int rowCount;

  TableBuilder(List<String> names, CsvLimits limits, String source) {
    this.source = requireNonNull(source, "source");
    this.limits = requireNonNull(limits, "limits");
    this.names = List.copyOf(names);
    checkNames();
    int width = this.names.size();
    dictionaries = new DictionaryBuilder[width];
    codes = new CodesBuilder[width];
    pending = new int[width];
    for (int column = 0; column < width; column++) {
      dictionaries[column] = new DictionaryBuilder();
      codes[column] = new CodesBuilder();
      pending[column] = -1;
    }
  }

  private void checkNames() {
    if (names.isEmpty()) {
      throw new TableException(TableError.EMPTY_INPUT, source, 1, 0);
    }
    if (names.size() > limits.maxColumns()) {
      throw new TableException(TableError.TOO_MANY_COLUMNS, source, 1, limits.maxColumns() + 1);
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new TableException(TableError.EMPTY_COLUMN_NAME, source, 1, seen.size() + 1);
      }
      if (!seen.add(name)) {
        throw new TableException(TableError.DUPLICATE_COLUMN_NAME, source, 1, seen.size() + 1);
      }
    }
  }

  /**
   * Sets a cell of the present row.
   *
   * @param value the text; null or empty for a missing cell
   * @throws TableException if the text is too long, holds U+0000 or half a surrogate pair
   * @throws IllegalStateException if the cell is already set
   */
  public void add(int column, @Nullable CharSequence value) {
    if (pending[column] >= 0) {
      throw new IllegalStateException("column " + column + " is set twice in one row");
    }
    int length = value == null ? 0 : encode(value, column);
    pending[column] =
        dictionaries[column].intern(
            scratch,
            0,
            length,
            error -> new TableException(error, source, rowCount + 1L, column + 1));
  }

  private int encode(CharSequence value, int column) {
    if (value.length() > limits.maxFieldBytes()) {
      throw new TableException(TableError.FIELD_TOO_LONG, source, rowCount + 1L, column + 1);
    }
    int room = value.length() * 3 + Words.SLACK;
    if (scratch.length < room) {
      scratch = new byte[room];
    }
    ByteBuffer target = ByteBuffer.wrap(scratch);
    try {
      CoderResult result = encoder.reset().encode(CharBuffer.wrap(value), target, true);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      throw new TableException(TableError.UNDECODABLE_BYTES, source, rowCount + 1L, column + 1);
    }
    if (target.position() > limits.maxFieldBytes()) {
      throw new TableException(TableError.FIELD_TOO_LONG, source, rowCount + 1L, column + 1);
    }
    return target.position();
  }

  /**
   * Ends the present row.
   *
   * @throws TableException if there are more rows than the limit
   */
  public void endRow() {
    if (rowCount == limits.maxRows()) {
      throw new TableException(TableError.TOO_MANY_ROWS, source, rowCount + 1L, 0);
    }
    for (int column = 0; column < pending.length; column++) {
      if (pending[column] < 0) {
        add(column, null);
      }
      codes[column].add(pending[column]);
      pending[column] = -1;
    }
    rowCount++;
  }

  /** Returns the number of rows ended so far. */
  public int rowCount() {
    return rowCount;
  }

  /**
   * Returns the table of the rows ended so far; the builder must not be used afterwards.
   *
   * @throws IllegalStateException if a row has been started and not ended
   */
  public Table build() {
    for (int code : pending) {
      if (code >= 0) {
        throw new IllegalStateException("the last row is not ended");
      }
    }
    return build(null);
  }

  /** Returns the table of the rows ended so far, with the lines they were read from. */
  Table build(@Nullable LineNumbers lines) {
    List<Column> columns = new ArrayList<>();
    for (int column = 0; column < codes.length; column++) {
      columns.add(
          new Column(names.get(column), dictionaries[column].build(), codes[column].build()));
    }
    return new Table(columns, rowCount, lines);
  }

  /** Returns the number of columns. */
  int width() {
    return codes.length;
  }

  /** Returns the dictionary of a column, for the CSV scanner, which encodes fields itself. */
  DictionaryBuilder dictionary(int column) {
    return dictionaries[column];
  }

  /** Returns the codes of a column, for the CSV scanner. */
  CodesBuilder codes(int column) {
    return codes[column];
  }

  /** Notes a row whose codes the CSV scanner has added itself. */
  void rowAdded() {
    rowCount++;
  }
}
