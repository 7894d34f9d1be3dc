package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The CSV form of every code of a column: encoded, and quoted where it must be.
 *
 * <p>Quoting is decided on UTF-8, where bytes that matter are never part of another character. A
 * cell that turns out to need GB18030 is then encoded anew. Immutable once built.
 */
final class CsvCells {
  private byte[] bytes;
  private final int[] offsets;

  private CsvCells(int cardinality, int room) {
    this.bytes = new byte[room];
    this.offsets = new int[cardinality + 1];
  }

  /**
   * Encodes the values of {@code column}.
   *
   * @param quoteMissing whether a missing cell is written as two quotes
   */
  static CsvCells of(CodedColumn column, CsvOptions options, boolean quoteMissing) {
    if (column instanceof Column coded && options.encoding().equals(UTF_8)) {
      return of(coded.dictionary(), options, quoteMissing);
    }
    CsvCells cells = new CsvCells(column.cardinality(), column.cardinality() * 8 + 8);
    for (int code = 0; code < column.cardinality(); code++) {
      byte[] cell = encode(column.value(code), options, quoteMissing);
      cells.append(code, cell, 0, cell.length);
    }
    return cells;
  }

  private static CsvCells of(Dictionary values, CsvOptions options, boolean quoteMissing) {
    CsvCells cells = new CsvCells(values.size(), values.bytes().length + 8);
    for (int code = 0; code < values.size(); code++) {
      int from = values.offset(code);
      int length = values.length(code);
      if (length == 0 ? quoteMissing : needsQuotes(values.bytes(), from, length, options)) {
        byte[] cell = quote(values.bytes(), from, length);
        cells.append(code, cell, 0, cell.length);
      } else {
        cells.append(code, values.bytes(), from, length);
      }
    }
    return cells;
  }

  /** Returns the CSV form of one value; null is a missing cell. */
  static byte[] encode(@Nullable String value, CsvOptions options, boolean quoteMissing) {
    byte[] utf8 = value == null ? new byte[0] : value.getBytes(UTF_8);
    boolean quoted = utf8.length == 0 ? quoteMissing : needsQuotes(utf8, 0, utf8.length, options);
    byte[] cell = quoted ? quote(utf8, 0, utf8.length) : utf8;
    return options.encoding().equals(UTF_8)
        ? cell
        : new String(cell, UTF_8).getBytes(options.encoding());
  }

  private static boolean needsQuotes(byte[] utf8, int from, int length, CsvOptions options) {
    for (int at = from; at < from + length; at++) {
      byte found = utf8[at];
      if (found == options.delimiter() || found == '"' || found == '\n' || found == '\r') {
        return true;
      }
    }
    return false;
  }

  private static byte[] quote(byte[] utf8, int from, int length) {
    byte[] quoted = new byte[2 * length + 2];
    int used = 0;
    quoted[used++] = '"';
    for (int at = from; at < from + length; at++) {
      if (utf8[at] == '"') {
        quoted[used++] = '"';
      }
      quoted[used++] = utf8[at];
    }
    quoted[used++] = '"';
    return Arrays.copyOf(quoted, used);
  }

  private void append(int code, byte[] source, int from, int length) {
    int start = offsets[code];
    int end = Math.addExact(start, length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * end, Integer.MAX_VALUE - 64));
    }
    System.arraycopy(source, from, bytes, start, length);
    offsets[code + 1] = end;
  }

  /** Returns the number of bytes of a cell. */
  int length(int code) {
    return offsets[code + 1] - offsets[code];
  }

  /** Copies a cell to {@code target} and returns where it ends there. */
  int copy(int code, byte[] target, int at) {
    int start = offsets[code];
    int length = offsets[code + 1] - start;
    System.arraycopy(bytes, start, target, at, length);
    return at + length;
  }
}
