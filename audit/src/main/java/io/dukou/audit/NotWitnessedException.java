package io.dukou.audit;

/** An entry is durable, but too few witnesses saw it for what it announces to happen. */
public final class NotWitnessedException extends AuditException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure that says what is missing. */
  public NotWitnessedException(String message) {
    super(message, null);
  }
}
