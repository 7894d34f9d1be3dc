package io.dukou.anonymizer.hierarchy;

import io.dukou.anonymizer.table.Column;

/** What a specification says of a hierarchy, before a table is seen. */
@FunctionalInterface
public interface HierarchySource {
  /**
   * Returns the hierarchy for the planning of {@code column}, each of whose rows is a person of its
   * own.
   *
   * <p>What a level shows may depend on the column only through bounds behind which enough persons
   * of a {@link Crowd} stand. The number of levels may depend on it.
   */
  Hierarchy fit(Column column);

  /** Returns the hierarchy for the planning of {@code column}, which holds cells of a crowd. */
  default Hierarchy fit(Column column, Crowd crowd) {
    return fit(column);
  }
}
