package io.dukou.gateway.format;

import static io.dukou.gateway.format.AnswerWriter.bytes;

/**
 * CDISC Dataset-JSON 1.1: metadata, then an array for each row, in one object or one a line.
 *
 * <p>{@code records} stands before the rows and counts those of the answer.
 */
final class DatasetShape implements AnswerShape {
  private static final byte[] ROW = bytes("[");
  private static final byte[] NEXT_CELL = bytes(",");

  private final DatasetMetadata metadata;
  private final boolean object;
  private final byte[] nextRow;
  private final byte[] rowEnd;

  private DatasetShape(AnswerTable table, boolean object) {
    this.metadata = DatasetMetadata.of(table);
    this.object = object;
    this.nextRow = bytes(object ? ",\n[" : "[");
    this.rowEnd = bytes(object ? "]" : "]\n");
  }

  static DatasetShape object(AnswerTable table) {
    return new DatasetShape(table, true);
  }

  static DatasetShape lines(AnswerTable table) {
    return new DatasetShape(table, false);
  }

  @Override
  public CellForm form(DataType type) {
    return AnswerShape.json(type, CellForm.DATASET_TEXT);
  }

  @Override
  public byte[] start(int rows) {
    return bytes(metadata.members(rows) + (object ? ",\"rows\":[" : "}\n"));
  }

  @Override
  public byte[] rowStart(int index) {
    return index == 0 ? ROW : nextRow;
  }

  @Override
  public byte[] cellStart(int column) {
    return column == 0 ? CellForm.Literal.EMPTY : NEXT_CELL;
  }

  @Override
  public byte[] rowEnd() {
    return rowEnd;
  }

  @Override
  public byte[] end() {
    return bytes(object ? "]}\n" : "");
  }
}
