package io.dukou.gateway.format;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where in a body something is wrong. For logs inside China only.
 *
 * @param line physical line counted from 1, or 0 if no line is meant
 * @param character character or byte within the line counted from 1, or 0
 * @param row row of data counted from 1, a header not counted, or 0
 * @param field column of the table counted from 1, or 0
 * @param column name of that column if the route's configuration names it; a name that only the
 *     body holds may be somebody's data and is never repeated
 */
public record Place(long line, int character, long row, int field, @Nullable String column)
    implements Serializable {

  /** No place in particular. */
  public static final Place NONE = new Place(0, 0, 0, 0, null);

  /** Returns a line and nothing finer. */
  static Place line(long line) {
    return new Place(line, 0, 0, 0, null);
  }

  /** Returns the place in words: {@code line 3, character 14, row 2, column 5 (AGE)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, "line", line);
    append(text, "character", character);
    append(text, "row", row);
    append(text, "column", field);
    if (column != null) {
      text.append(" (").append(column).append(')');
    }
    return text.isEmpty() ? "the whole body" : text.toString();
  }

  private static void append(StringBuilder text, String what, long number) {
    if (number > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(number);
    }
  }
}
