package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Writes coded columns as CSV: RFC 4180, rows ended with CR LF, quotes only where they are needed.
 *
 * <p>Each distinct value is encoded once, when the writer is made; a row is then a few copies. A
 * missing cell is an empty field; the only field of a one-column row is written as {@code ""} so
 * that no reader takes the row for a blank line. Immutable; any thread may use it.
 */
public final class CsvWriter {
  private static final int CHUNK_ROWS = 1_024;
  private static final byte[] ROW_END = {'\r', '\n'};

  private final List<? extends CodedColumn> columns;
  private final byte delimiter;
  private final byte[] header;
  private final CsvCells[] cells;

  private CsvWriter(List<? extends CodedColumn> columns, CsvOptions options) {
    this.columns = List.copyOf(columns);
    this.delimiter = (byte) options.delimiter();
    this.cells = new CsvCells[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = CsvCells.of(columns.get(i), options, cells.length == 1);
    }
    this.header = header(columns, options);
  }

  private static byte[] header(List<? extends CodedColumn> columns, CsvOptions options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        bytes.write(options.delimiter());
      }
      bytes.writeBytes(CsvCells.encode(columns.get(i).name(), options, false));
    }
    bytes.writeBytes(ROW_END);
    return bytes.toByteArray();
  }

  /** Returns a writer of these columns, of which there must be at least one. */
  public static CsvWriter of(List<? extends CodedColumn> columns, CsvOptions options) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table has at least one column");
    }
    return new CsvWriter(columns, requireNonNull(options, "options"));
  }

  /**
   * Writes a header and {@code rowCount} rows; flushes, and leaves the stream open.
   *
   * @throws TableException if the stream fails
   */
  public static void write(
      List<? extends CodedColumn> columns, int rowCount, CsvOptions options, OutputStream output) {
    CsvWriter writer = of(columns, options);
    try {
      writer.writeHeader(output);
      writer.writeRows(0, rowCount, output);
      output.flush();
    } catch (IOException e) {
      throw new TableException(TableError.INPUT_OUTPUT, "output", 0, e);
    }
  }

  /** Writes the row of the columns' names. */
  public void writeHeader(OutputStream output) throws IOException {
    output.write(header);
  }

  /** Writes the rows from {@code from}, inclusive, to {@code to}, exclusive. */
  public void writeRows(int from, int to, OutputStream output) throws IOException {
    RowBuffer buffer = new RowBuffer();
    int[][] codes = new int[cells.length][CHUNK_ROWS];
    for (int start = from; start < to; start += CHUNK_ROWS) {
      int count = Math.min(CHUNK_ROWS, to - start);
      for (int column = 0; column < cells.length; column++) {
        columns.get(column).copyCodes(start, count, codes[column]);
      }
      for (int i = 0; i < count; i++) {
        for (int column = 0; column < cells.length; column++) {
          buffer.add(cells[column], codes[column][i], column > 0);
        }
        buffer.endRow();
      }
      buffer.drainTo(output);
    }
  }

  /** Writes one row. */
  public void writeRow(int row, OutputStream output) throws IOException {
    writeRows(row, row + 1, output);
  }

  /** Rows on their way out. */
  private final class RowBuffer {
    private byte[] bytes = new byte[CHUNK_ROWS * 64];
    private int used;

    void add(CsvCells source, int code, boolean delimited) {
      makeRoom(source.length(code) + 1);
      if (delimited) {
        bytes[used++] = delimiter;
      }
      used = source.copy(code, bytes, used);
    }

    void endRow() {
      makeRoom(ROW_END.length);
      bytes[used++] = ROW_END[0];
      bytes[used++] = ROW_END[1];
    }

    void drainTo(OutputStream output) throws IOException {
      output.write(bytes, 0, used);
      used = 0;
    }

    private void makeRoom(int more) {
      if (used + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more));
      }
    }
  }
}
