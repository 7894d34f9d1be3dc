package io.dukou.gateway.identity;

import static java.util.Objects.requireNonNull;

/**
 * Says that a caller is not known. The message is the same for every cause, so that it can be
 * answered as it is; {@link #refusal} is for counters inside China.
 */
public final class AuthenticationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The value of the {@code WWW-Authenticate} field of the answer. */
  public static final String CHALLENGE = "Bearer realm=\"dukou\"";

  private static final String MESSAGE = "valid credentials are required";

  private final Refusal refusal;

  /** Creates a failure; it has no stack trace, since callers cause it at will. */
  AuthenticationException(Refusal refusal) {
    super(MESSAGE, null, false, false);
    this.refusal = requireNonNull(refusal, "refusal");
  }

  /** Returns why, for counters. */
  public Refusal refusal() {
    return refusal;
  }
}
