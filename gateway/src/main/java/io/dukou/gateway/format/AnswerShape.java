package io.dukou.gateway.format;

/** The bytes of one format around the cells. Immutable; any thread; arrays are shared. */
interface AnswerShape {
  /** Returns how the cells of a column of {@code type} are written. */
  CellForm form(DataType type);

  /** Returns what stands before the first row of an answer of {@code rows} rows. */
  byte[] start(int rows);

  /** Returns what stands before the first cell of the row {@code index} of the answer. */
  byte[] rowStart(int index);

  /** Returns what stands before the cell of {@code column}. */
  byte[] cellStart(int column);

  /** Returns what stands behind the last cell of a row. */
  byte[] rowEnd();

  /** Returns what stands behind the last row. */
  byte[] end();

  /** Returns how a value of {@code type} is written in JSON, if text is written as {@code text}. */
  static CellForm json(DataType type, CellForm text) {
    return switch (type.form()) {
      case TEXT -> text;
      case NUMBER -> CellForm.JSON_NUMBER;
      case BOOLEAN -> CellForm.JSON_BOOLEAN;
    };
  }
}
