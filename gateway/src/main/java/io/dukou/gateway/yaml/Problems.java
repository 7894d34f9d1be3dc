package io.dukou.gateway.yaml;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems found while files are read. Not safe for use by several threads. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Adds one problem. */
  public void add(Problem problem) {
    found.add(requireNonNull(problem, "problem"));
  }

  /** Returns the number of problems so far. */
  public int count() {
    return found.size();
  }

  /** Returns true when nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns the problems in the order of their places. */
  public List<Problem> sorted() {
    return found.stream().distinct().sorted().toList();
  }

  /** Throws an {@link UnusableFileException} with every problem, if there is one. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new UnusableFileException(sorted());
    }
  }
}
