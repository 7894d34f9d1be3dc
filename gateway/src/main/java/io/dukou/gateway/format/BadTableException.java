package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

/**
 * A body that is not a table.
 *
 * <p>Message and place are for logs inside China. Neither holds a cell, nor a name that only the
 * body holds, and there is never a cause, since a parser's own message may quote what it read.
 */
public final class BadTableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final BadTableCode code;
  private final Place place;

  BadTableException(String source, BadTableCode code, Place place) {
    super(
        requireNonNull(source, "source")
            + ", "
            + place
            + ": "
            + code.problem()
            + "; "
            + code.remedy());
    this.code = code;
    this.place = place;
  }

  /** Returns what is wrong. */
  public BadTableCode code() {
    return code;
  }

  /** Returns where. */
  public Place place() {
    return place;
  }

  /** Returns what to do about it. */
  public String remedy() {
    return code.remedy();
  }
}
