package io.dukou.anonymizer;

import static java.util.Objects.requireNonNull;

/**
 * Root of every failure this module reports on purpose.
 *
 * <p>No message of this tree ever carries a cell of a table: it names a place (file, line, column)
 * and a remedy, so that it may be logged.
 */
public abstract class AnonymizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with its message. */
  protected AnonymizerException(String message) {
    super(requireNonNull(message, "message"));
  }

  /** Creates a failure with its message and its cause; the cause must not carry a cell either. */
  protected AnonymizerException(String message, Throwable cause) {
    super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
  }
}
