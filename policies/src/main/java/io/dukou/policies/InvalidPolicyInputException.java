package io.dukou.policies;

/**
 * The facts do not have the form that the input schema demands. The message names the fact, never
 * its value. The caller refuses: this is a fault in the facts or in the program.
 */
public final class InvalidPolicyInputException extends PolicyException {
  private static final long serialVersionUID = 1L;

  InvalidPolicyInputException(String message) {
    super(message);
  }

  InvalidPolicyInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
