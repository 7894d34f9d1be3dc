package io.dukou.gateway.journal;

/** An officer has searched for persons as often as an officer may in a day. */
public final class TooManySearchesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates it with what the officer is told. */
  public TooManySearchesException(String message) {
    super(message);
  }
}
