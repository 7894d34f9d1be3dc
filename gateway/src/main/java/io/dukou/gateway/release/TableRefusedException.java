package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

/**
 * Says that no protected table can be given. The kind may be told to anyone; the message is for
 * people in China and names columns and codes, never values.
 */
public final class TableRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Creates a refusal; {@code detail} is for the log in China. */
  TableRefusedException(Kind kind, String detail) {
    super(requireNonNull(detail, "detail"));
    this.kind = requireNonNull(kind, "kind");
  }

  /** Returns why. */
  public Kind kind() {
    return kind;
  }

  /** Why there is no table. */
  public enum Kind {
    /** The group has been given a dataset of the study that is not planned together with these. */
    SECOND_TABLE_OF_STUDY,
    /** No levels satisfy the specification. */
    INFEASIBLE,
    /** The cut does not fit the specification. */
    DOES_NOT_FIT,
    /** The planner warned of something that nobody has answered for. */
    WARNINGS,
    /** What was given before and this table together would single out too few persons. */
    HISTORY,
    /** A released value looks like an identifier of a person. */
    IDENTIFIERS,
    /** The cut has no rows at all. */
    NO_ROWS,
    /** No subject's data may be provided to this recipient for this purpose. */
    NO_CONSENT
  }
}
