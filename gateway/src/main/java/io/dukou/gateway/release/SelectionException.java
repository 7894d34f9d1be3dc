package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

/**
 * Says that a selection cannot be given. What is said depends on the request, the configuration and
 * the plan, never on rows. It has no stack trace, since callers cause it at will.
 */
public final class SelectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int pageRows;

  /** Creates a refusal of anything but a limit. */
  SelectionException(Kind kind) {
    this(kind, 0);
  }

  private SelectionException(Kind kind, int pageRows) {
    super(requireNonNull(kind, "kind").words, null, false, false);
    this.kind = kind;
    this.pageRows = pageRows;
  }

  /** Returns the refusal of a limit where the largest page has {@code pageRows} rows. */
  static SelectionException limit(int pageRows) {
    return new SelectionException(Kind.LIMIT, pageRows);
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns the rows of the largest page where the kind is {@link Kind#LIMIT}, else 0. */
  public int pageRows() {
    return pageRows;
  }

  /** What is wrong with a selection. */
  public enum Kind {
    /** The query names something twice, or too much. */
    MALFORMED("the query names something twice, or too much"),
    /** The limit is no number from 1 to the largest page. */
    LIMIT("the limit is no number from 1 to the largest page"),
    /** The cursor is forged, of somebody else, of another table or selection, or without limit. */
    CURSOR("the cursor is not one of this caller, this table and this selection"),
    /** A column is not released, or a value is not one that the column can hold. */
    FILTER("a filter names no released column, or a value that its released level does not have");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }
}
