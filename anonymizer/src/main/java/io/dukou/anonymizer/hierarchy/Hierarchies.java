package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads hierarchies from a plan file. */
public final class Hierarchies {
  private Hierarchies() {}

  /**
   * Returns the hierarchy that {@link Hierarchy#toJson} wrote.
   *
   * @throws HierarchyException if {@code json} is no such form
   */
  public static Hierarchy fromJson(JsonNode json) {
    if (json.has(FlatHierarchy.KEY)) {
      return FlatHierarchy.INSTANCE;
    }
    throw new HierarchyException("unknown hierarchy", 0, 0);
  }
}
