package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.AnonymizerException;

/**
 * A plan that cannot be made, read or applied; names the place, never a cell.
 *
 * <p>Row, line and column tell something about the data, so they are for people in China only.
 */
public final class PlanException extends AnonymizerException {
  private static final long serialVersionUID = 1L;

  private final PlanError error;

  /** Creates the failure. */
  public PlanException(PlanError error, String message) {
    super(message);
    this.error = requireNonNull(error, "error");
  }

  /** Returns what is wrong; this alone may be told to anyone. */
  public PlanError error() {
    return error;
  }
}
