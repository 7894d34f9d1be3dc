package io.dukou.anonymizer.hierarchy;

import io.dukou.anonymizer.AnonymizerException;

/** A hierarchy that cannot be built: names the place in its file, never a cell of a table. */
public final class HierarchyException extends AnonymizerException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final int column;

  /**
   * Creates the failure.
   *
   * @param line line of the hierarchy file counted from 1, or 0 if there is none
   * @param column field of that line counted from 1, or 0 if none is meant
   */
  public HierarchyException(String message, long line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** Returns the line of the hierarchy file counted from 1, or 0. */
  public long line() {
    return line;
  }

  /** Returns the field of that line counted from 1, or 0. */
  public int column() {
    return column;
  }
}
