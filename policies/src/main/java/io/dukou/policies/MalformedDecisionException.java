package io.dukou.policies;

/**
 * An engine's answer is not a decision. Reported to callers as {@link PolicyUnavailableException}.
 */
final class MalformedDecisionException extends PolicyException {
  private static final long serialVersionUID = 1L;

  MalformedDecisionException(String message) {
    super(message);
  }
}
