package io.dukou.audit;

/** Another process holds the lock of a log or domestic directory. */
public final class LogInUseException extends AuditException {
  private static final long serialVersionUID = 1L;

  /** Creates a refusal that says what is in use, and by whom if that is known. */
  public LogInUseException(String message) {
    super(message, null);
  }
}
