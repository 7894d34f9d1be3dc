package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes answers from one protected table: any of its rows, in one format.
 *
 * <p>An answer is made anew from the planned columns. Of the origin's body it holds released cells,
 * and whether a column that is not generalised is text, a number or a boolean, which in
 * Dataset-JSON is one of ten data types. Names and labels come from the configuration; OIDs,
 * lengths and counts are computed from the release.
 *
 * <p>Equal tables and rows give equal bytes. Immutable but for a cache; any thread, though not an
 * event loop where answers are long. Example:
 *
 * <pre>{@code
 * AnswerWriter writer = AnswerWriter.create(TableFormat.CSV, table);
 * writer.write(AnswerRows.range(0, 100), spool);
 * }</pre>
 */
public final class AnswerWriter {
  private final AnswerShape shape;
  private final List<EncodedColumn> columns;

  private AnswerWriter(AnswerShape shape, List<EncodedColumn> columns) {
    this.shape = shape;
    this.columns = columns;
  }

  /** Returns a writer of answers from {@code table} in {@code format}. */
  public static AnswerWriter create(TableFormat format, AnswerTable table) {
    requireNonNull(format, "format");
    AnswerShape shape =
        switch (format) {
          case CSV -> new CsvShape(table);
          case JSON -> ObjectShape.array(table);
          case NDJSON -> ObjectShape.lines(table);
          case DATASET_JSON -> DatasetShape.object(table);
          case DATASET_NDJSON -> DatasetShape.lines(table);
        };
    List<EncodedColumn> columns =
        table.columns().stream()
            .map(column -> new EncodedColumn(column.cells(), shape.form(table.typeOf(column))))
            .toList();
    return new AnswerWriter(shape, columns);
  }

  /**
   * Writes one answer; flushes nothing and leaves the stream open.
   *
   * @throws IOException if the stream fails
   * @throws IllegalStateException if a value does not fit its column's type; part of the answer may
   *     have been written, and must not be released
   */
  public void write(AnswerRows rows, OutputStream out) throws IOException {
    ByteTarget target = new ByteTarget(out);
    target.write(shape.start(rows.count()));
    for (int i = 0; i < rows.count(); i++) {
      target.write(shape.rowStart(i));
      writeCells(rows.row(i), target);
      target.write(shape.rowEnd());
    }
    target.write(shape.end());
    target.flush();
  }

  private void writeCells(int row, ByteTarget target) throws IOException {
    for (int column = 0; column < columns.size(); column++) {
      target.write(shape.cellStart(column));
      target.write(columns.get(column).cell(row));
    }
  }

  /** Returns {@code text} as the bytes of an answer. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
