package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/** A log's files do not agree with each other, so the log refuses to open or to answer. */
public final class LogDamagedException extends AuditException {
  private static final long serialVersionUID = 1L;

  /** The file at fault. */
  private final String file;

  /** What is wrong with it. */
  private final String problem;

  /** What a person can do about it. */
  private final String remedy;

  LogDamagedException(String file, String problem, String remedy) {
    this(file, problem, remedy, null);
  }

  LogDamagedException(String file, String problem, String remedy, @Nullable Throwable cause) {
    super(file + ": " + problem + "; remedy: " + remedy, cause);
    this.file = file;
    this.problem = problem;
    this.remedy = remedy;
  }

  /** Returns the file at fault. */
  public String file() {
    return file;
  }

  /** Returns what is wrong with it. */
  public String problem() {
    return problem;
  }

  /** Returns what a person can do about it. */
  public String remedy() {
    return remedy;
  }
}
