package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import java.util.List;

/**
 * Characters that say nothing but steer the program which shows them: control characters (C0 less
 * tab and line ends, DEL, C1) and those that turn the direction of writing (U+202A to U+202E,
 * U+2066 to U+2069).
 *
 * <p>No clinical value needs one. In a released cell, one could move the cursor of a terminal, or
 * show a reader another value than a program reads. Everything else is released as it is; what a
 * spreadsheet takes for a formula is not changed, since numbers start with a minus too.
 */
public final class SteeringCharacters {
  private static final String RULE =
      " holds control characters or turns of the direction of writing, which are never released; ";

  private SteeringCharacters() {}

  /**
   * Refuses a table that holds one in a cell or in the name of a column.
   *
   * @throws PlanException if it does; the message names the column and the remedy
   */
  static void refuse(List<ReleasedColumn> columns) {
    for (ReleasedColumn column : columns) {
      if (isSteering(column.name())) {
        throw refused("the name of column " + visible(column.name()), "rename the column");
      }
      if (isInCells(column)) {
        throw refused(
            "column " + column.name(),
            "take them out of the data, or give the column a role that is not released");
      }
    }
  }

  private static PlanException refused(String place, String remedy) {
    return new PlanException(PlanError.STEERING_CHARACTER, place + RULE + remedy);
  }

  private static boolean isInCells(ReleasedColumn column) {
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && isSteering(value)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a text holds one. */
  static boolean isSteering(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSteering(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the text with each of them written as a backslash, u and its four digits. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (isSteering(character)) {
        visible.append(String.format("\\u%04x", (int) character));
      } else {
        visible.append(character);
      }
    }
    return visible.toString();
  }

  private static boolean isSteering(char character) {
    return switch (character) {
      case '\t', '\n', '\r' -> false;
      default ->
          Character.isISOControl(character)
              || (character >= '\u202a' && character <= '\u202e')
              || (character >= '\u2066' && character <= '\u2069');
    };
  }
}
