package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

/**
 * Says that a selection cannot be given. What is said depends on the request, the configuration and
 * the plan, never on rows. It has no stack trace, since callers cause it at will.
 */
public final class SelectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Creates a refusal. */
  SelectionException(Kind kind) {
    super(requireNonNull(kind, "kind").name(), null, false, false);
    this.kind = kind;
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** What is wrong with a selection. */
  public enum Kind {
    /** The query names something twice, or too much. */
    MALFORMED,
    /** The limit is no number from 1 to the largest page. */
    LIMIT,
    /** The cursor is forged, of somebody else, of another table or selection, or without limit. */
    CURSOR,
    /** A column is not released, or a value is not one that the column can hold. */
    FILTER
  }
}
