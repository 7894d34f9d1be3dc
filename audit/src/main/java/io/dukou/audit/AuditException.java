package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/** Root of everything this module throws. Messages carry no personal data and no secret. */
public abstract sealed class AuditException extends RuntimeException
    permits EntryRefusedException,
        KeyFileException,
        LogBusyException,
        LogDamagedException,
        LogFailedException,
        LogHomeRefusedException,
        LogInUseException,
        LogSpaceException,
        MalformedException,
        NotWitnessedException,
        OrderRefusedException {
  private static final long serialVersionUID = 1L;

  /** What could not be done, and why. */
  private final String problem;

  AuditException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.problem = problem;
  }

  /** Returns what could not be done, and why; never null. */
  @Override
  public String getMessage() {
    return problem;
  }
}
