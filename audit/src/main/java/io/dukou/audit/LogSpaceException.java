package io.dukou.audit;

/** An entry was not appended, because what room the log has left is kept for other entries. */
public final class LogSpaceException extends AuditException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure that says what the room is kept for. */
  public LogSpaceException(String message) {
    super(message, null);
  }
}
