package io.dukou.gateway.format;

import io.dukou.anonymizer.table.CodedColumn;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A column whose values are turned into bytes once for each distinct value, not for each cell.
 *
 * <p>Above {@value #MOST_KEPT} distinct values nothing is kept: they hardly repeat then, and would
 * take more memory than they save time. Any thread.
 */
final class EncodedColumn {
  static final int MOST_KEPT = 1 << 16;

  private final CodedColumn column;
  private final CellForm form;
  private final AtomicReferenceArray<byte[]> kept;

  EncodedColumn(CodedColumn column, CellForm form) {
    this.column = column;
    this.form = form;
    this.kept =
        new AtomicReferenceArray<>(column.cardinality() <= MOST_KEPT ? column.cardinality() : 0);
  }

  /** Returns the bytes of the cell in {@code row}; shared, never written. */
  byte[] cell(int row) {
    int code = column.code(row);
    if (code >= kept.length()) {
      return form.encode(column.value(code));
    }
    byte[] bytes = kept.getAcquire(code);
    if (bytes == null) {
      bytes = form.encode(column.value(code));
      kept.setRelease(code, bytes);
    }
    return bytes;
  }
}
