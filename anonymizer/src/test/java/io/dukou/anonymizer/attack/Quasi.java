package io.dukou.anonymizer.attack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quasi-identifier.
 *
 * @param name its column
 * @param ladder its hierarchy
 * @param missing what a missing cell means, in the word of the specification
 */
record Quasi(String name, Ladder ladder, String missing) {
  static final List<String> RULES = List.of("own-category", "matches-anything", "suppress");

  /** Returns whether a row with this cell is left out before anything is counted. */
  boolean leavesOut(String cell) {
    return cell.isEmpty() && missing.equals("suppress");
  }

  /** Returns how a cell must look in a release; null where it must not be released. */
  @Nullable String form(String cell, int level) {
    if (cell.isEmpty()) {
      return ladder.isRoot(level) || missing.equals("matches-anything") ? root(level) : "";
    }
    List<String> forms = ladder.forms().get(cell);
    return forms == null ? null : forms.get(level);
  }

  private String root(int level) {
    return ladder.isRoot(level) ? ladder.forms().values().iterator().next().get(level) : "*";
  }
}
