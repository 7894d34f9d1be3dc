package io.dukou.gateway.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where a node is in its file.
 *
 * @param file the file as the user named it
 * @param line the line, from 1
 * @param column the column, from 1
 */
public record Place(String file, int line, int column) {
  /** Returns the start of {@code node}. */
  static Place of(String file, Node node) {
    return of(file, node.getStartMark().orElseThrow());
  }

  /** Returns the place of {@code mark}. */
  static Place of(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Returns a problem at this place. */
  public Problem problem(String message) {
    return new Problem(file, line, column, message);
  }
}
