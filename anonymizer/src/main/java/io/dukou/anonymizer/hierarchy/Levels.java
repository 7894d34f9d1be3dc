package io.dukou.anonymizer.hierarchy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Helps hierarchies whose last level is {@link Hierarchy#ROOT}. */
final class Levels {
  private Levels() {}

  /** Returns the form of a missing cell in a hierarchy of {@code levels} levels with a root. */
  static @Nullable String missing(int level, int levels) {
    return isRoot(level, levels) ? Hierarchy.ROOT : null;
  }

  /**
   * Returns whether {@code level} is the last of {@code levels} and not the only one.
   *
   * @throws IndexOutOfBoundsException if there is no such level
   */
  static boolean isRoot(int level, int levels) {
    Objects.checkIndex(level, levels);
    return level > 0 && level == levels - 1;
  }
}
