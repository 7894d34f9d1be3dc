package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/**
 * The log is closed or poisoned. After a failed write or sync nothing is retried: what the disk
 * holds is unknown until the log is opened, and so recovered, again.
 */
public final class LogFailedException extends AuditException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure that says what could not be done. */
  public LogFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
