package io.dukou.policies;

import org.jspecify.annotations.Nullable;

/** Root of the failures of this module. Messages hold no fact of a request. */
public class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PolicyException(String message) {
    super(message);
  }

  PolicyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
