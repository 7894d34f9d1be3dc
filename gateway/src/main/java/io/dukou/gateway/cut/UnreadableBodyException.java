package io.dukou.gateway.cut;

import io.dukou.gateway.format.BadTableException;

/**
 * Says that a body is no table of the configured format. Place and remedy are in the message, for
 * logs inside China.
 */
public final class UnreadableBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure that says what {@code cause} says. */
  UnreadableBodyException(BadTableException cause) {
    super(cause.getMessage(), cause);
  }
}
