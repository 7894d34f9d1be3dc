package io.dukou.gateway.yaml;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One thing wrong in a file, at a place.
 *
 * @param file the file as the user named it
 * @param line the line, from 1; 0 when the file as a whole is meant
 * @param column the column in code points, from 1; 0 when the file as a whole is meant
 * @param message what is wrong and how to put it right
 */
public record Problem(String file, int line, int column, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  /** Checks that the parts are there. */
  public Problem {
    requireNonNull(file, "file");
    requireNonNull(message, "message");
  }

  /** Orders problems by place, as a reader of the files meets them. */
  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /** Returns {@code file:line:column: message}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
