package io.dukou.gateway.format;

import static io.dukou.gateway.format.AnswerWriter.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A flat JSON object for each row: in an array, or one a line. */
final class ObjectShape implements AnswerShape {
  private final boolean array;
  private final List<byte[]> keys;
  private final byte[] nextRow;
  private final byte[] rowEnd;

  private ObjectShape(AnswerTable table, boolean array) {
    this.array = array;
    this.keys = keys(table);
    this.nextRow = bytes(array ? ",\n" : "");
    this.rowEnd = bytes(array ? "}" : "}\n");
  }

  static ObjectShape array(AnswerTable table) {
    return new ObjectShape(table, true);
  }

  static ObjectShape lines(AnswerTable table) {
    return new ObjectShape(table, false);
  }

  @Override
  public CellForm form(DataType type) {
    return AnswerShape.json(type, CellForm.JSON_TEXT);
  }

  @Override
  public byte[] start(int rows) {
    return bytes(array ? "[" : "");
  }

  @Override
  public byte[] rowStart(int index) {
    return index == 0 ? CellForm.Literal.EMPTY : nextRow;
  }

  @Override
  public byte[] cellStart(int column) {
    return keys.get(column);
  }

  @Override
  public byte[] rowEnd() {
    return rowEnd;
  }

  @Override
  public byte[] end() {
    return bytes(array ? "]\n" : "");
  }

  private static List<byte[]> keys(AnswerTable table) {
    List<byte[]> keys = new ArrayList<>();
    for (AnswerColumn column : table.columns()) {
      String name = new String(CellForm.quoted(column.cells().name()), UTF_8);
      keys.add(bytes((keys.isEmpty() ? "{" : ",") + name + ":"));
    }
    return keys;
  }
}
