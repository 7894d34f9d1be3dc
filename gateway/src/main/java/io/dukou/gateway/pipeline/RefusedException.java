package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Ends a request with a refusal that a stage chose. It has no stack trace: callers cause it. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient @Nullable Ruling ruling;

  /** Creates a refusal that no rule decided. */
  RefusedException(Problem problem) {
    this(problem, null);
  }

  /** Creates a refusal that the policy decided. */
  RefusedException(Problem problem, @Nullable Ruling ruling) {
    super(requireNonNull(problem, "problem").code(), null, false, false);
    this.problem = problem;
    this.ruling = ruling;
  }

  /** Returns what the caller is told. */
  Problem problem() {
    return problem;
  }

  /** Returns what the policy decided, or null. */
  @Nullable Ruling ruling() {
    return ruling;
  }
}
