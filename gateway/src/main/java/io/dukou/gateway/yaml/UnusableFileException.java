package io.dukou.gateway.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** Says that a file could not be used, with every problem found in it. */
public final class UnusableFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Creates a failure for {@code problems}, of which there is at least one. */
  public UnusableFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    this.problems = List.copyOf(problems);
  }

  /** Returns the problems in the order of their places. */
  public List<Problem> problems() {
    return problems;
  }
}
