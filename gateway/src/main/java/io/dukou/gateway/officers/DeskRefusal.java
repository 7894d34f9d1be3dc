package io.dukou.gateway.officers;

/**
 * An officer's request that is not done, with what to do about it. Its message names no person and
 * may be shown to officers, in China alone.
 */
public final class DeskRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why something is not done. */
  public enum Kind {
    /** What was sent cannot be understood. */
    MALFORMED,
    /** There is nothing of that name to be asked. */
    NOT_FOUND,
    /** It may not be done, or not now. */
    REFUSED,
    /** It was done too often. */
    TOO_OFTEN,
    /** The request is not shown to be of an officer. */
    UNKNOWN_OFFICER,
    /** The gateway cannot do it, whoever asks. */
    UNAVAILABLE
  }

  private final Kind kind;

  /** Creates a refusal. */
  public DeskRefusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns a refusal of something that cannot be understood. */
  static DeskRefusal malformed(String message) {
    return new DeskRefusal(Kind.MALFORMED, message);
  }

  /** Returns why. */
  public Kind kind() {
    return kind;
  }
}
