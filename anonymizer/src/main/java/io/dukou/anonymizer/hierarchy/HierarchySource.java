package io.dukou.anonymizer.hierarchy;

import io.dukou.anonymizer.table.Column;

/** What a specification says of a hierarchy, before a table is seen. */
@FunctionalInterface
public interface HierarchySource {
  /**
   * Returns the hierarchy for the planning of {@code column}.
   *
   * <p>Only the number of levels may depend on the column, never what a level shows.
   */
  Hierarchy fit(Column column);
}
