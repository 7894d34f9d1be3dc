package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.AnonymizerException;

/** A specification that cannot be used; names file, line and column. */
public final class SpecException extends AnonymizerException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final int column;
  private final String problem;

  /**
   * Creates the failure.
   *
   * @param file name of the specification or hierarchy file
   * @param line line counted from 1, or 0 if the whole file is meant
   * @param column character of the line counted from 1, or 0
   * @param problem what is wrong and what would be right
   */
  public SpecException(String file, long line, int column, String problem) {
    super(
        file
            + (line > 0 ? ", line " + line : "")
            + (column > 0 ? ", column " + column : "")
            + ": "
            + problem);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  /** Returns the name of the file. */
  public String file() {
    return file;
  }

  /** Returns the line counted from 1, or 0. */
  public long line() {
    return line;
  }

  /** Returns the character of the line counted from 1, or 0. */
  public int column() {
    return column;
  }

  /** Returns what is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
