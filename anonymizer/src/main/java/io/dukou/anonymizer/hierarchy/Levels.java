package io.dukou.anonymizer.hierarchy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Helps hierarchies whose last level is {@link Hierarchy#ROOT}. */
final class Levels {
  private Levels() {}

  /** Returns the form of a missing cell in a hierarchy of {@code levels} levels with a root. */
  static @Nullable String missing(int level, int levels) {
    Objects.checkIndex(level, levels);
    return level > 0 && level == levels - 1 ? Hierarchy.ROOT : null;
  }
}
