package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/** A database cannot be the home of a log as it is set up; nothing was written to the log. */
public final class LogHomeRefusedException extends AuditException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a refusal.
   *
   * @param home which database it is, without credentials
   * @param problem what is wrong with it
   * @param remedy what a person can do about it
   */
  public LogHomeRefusedException(
      String home, String problem, String remedy, @Nullable Throwable cause) {
    super(home + ": " + problem + "; remedy: " + remedy, cause);
  }
}
