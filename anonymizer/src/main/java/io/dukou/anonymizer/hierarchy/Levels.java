package io.dukou.anonymizer.hierarchy;

import java.util.List;
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

  /**
   * Checks that units stand from the finest to the coarsest, in the order of their constants.
   *
   * @param noun what they are, for the message
   * @throws IllegalArgumentException if there is none or they do not
   */
  static <E extends Enum<E>> void requireCoarser(List<E> units, String noun) {
    if (units.isEmpty()) {
      throw new IllegalArgumentException("there is no " + noun + "; give at least one");
    }
    for (int i = 1; i < units.size(); i++) {
      if (units.get(i - 1).compareTo(units.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "a " + noun + " is not coarser than the one before; list each once, the finest first");
      }
    }
  }
}
