package io.dukou.gateway.identity;

/** Makes the failures that only authentication makes, for tests of what comes after it. */
public final class FailedAuthentication {
  private FailedAuthentication() {}

  /** Returns the failure with this cause. */
  public static AuthenticationException of(Refusal refusal) {
    return new AuthenticationException(refusal);
  }
}
