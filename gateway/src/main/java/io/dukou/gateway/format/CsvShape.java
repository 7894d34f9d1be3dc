package io.dukou.gateway.format;

import static io.dukou.gateway.format.AnswerWriter.bytes;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it: a header row, lines that end with CR LF, quotes where they are needed.
 *
 * <p>A row with one column that is missing would be an empty line, which readers skip; it is
 * written as a quoted empty field.
 */
final class CsvShape implements AnswerShape {
  private static final byte[] LINE_END = bytes("\r\n");

  private final CellForm form;
  private final byte[] delimiter;
  private final byte[] header;

  CsvShape(AnswerTable table) {
    CellForm field = CellForm.csv(table.csv().delimiter());
    boolean single = table.columns().size() == 1;
    this.form = single ? value -> field(value, field) : field;
    this.delimiter = bytes(String.valueOf(table.csv().delimiter()));
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    for (AnswerColumn column : table.columns()) {
      names.writeBytes(names.size() == 0 ? CellForm.Literal.EMPTY : delimiter);
      names.writeBytes(field.encode(column.cells().name()));
    }
    names.writeBytes(LINE_END);
    this.header = names.toByteArray();
  }

  @Override
  public CellForm form(DataType type) {
    return form;
  }

  @Override
  public byte[] start(int rows) {
    return header;
  }

  @Override
  public byte[] rowStart(int index) {
    return CellForm.Literal.EMPTY;
  }

  @Override
  public byte[] cellStart(int column) {
    return column == 0 ? CellForm.Literal.EMPTY : delimiter;
  }

  @Override
  public byte[] rowEnd() {
    return LINE_END;
  }

  @Override
  public byte[] end() {
    return CellForm.Literal.EMPTY;
  }

  private static byte[] field(@Nullable String value, CellForm field) {
    return value == null ? bytes("\"\"") : field.encode(value);
  }
}
