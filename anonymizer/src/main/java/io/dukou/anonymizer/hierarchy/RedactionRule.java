package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Column;
import java.util.OptionalInt;

/**
 * Masks one character more at each level, as many levels as the longest value needs.
 *
 * @param from the end at which masking starts
 * @param mask the character that stands for a masked one
 * @param length masked characters before the root; if empty, the length of the longest value
 */
public record RedactionRule(RedactionHierarchy.End from, char mask, OptionalInt length)
    implements HierarchySource {
  /** Refuses a mask that is half a character, and a length below 1 or too large. */
  public RedactionRule {
    requireNonNull(from, "from");
    requireNonNull(length, "length");
    RedactionHierarchy.of(from, mask, length.orElse(1));
  }

  @Override
  public Hierarchy fit(Column column) {
    return RedactionHierarchy.of(from, mask, length.orElseGet(() -> longest(column)));
  }

  private static int longest(Column column) {
    int longest = 1;
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null) {
        longest = Math.max(longest, value.codePointCount(0, value.length()));
      }
    }
    return Math.min(longest, RedactionHierarchy.MAX_LENGTH);
  }
}
