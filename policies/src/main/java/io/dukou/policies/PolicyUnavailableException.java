package io.dukou.policies;

import org.jspecify.annotations.Nullable;

/**
 * The engine gave no decision that can be relied on: it was late, failed, answered something else
 * than a decision, or answered for another revision. The caller refuses.
 */
public final class PolicyUnavailableException extends PolicyException {
  private static final long serialVersionUID = 1L;

  PolicyUnavailableException(String message) {
    super(message);
  }

  PolicyUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
