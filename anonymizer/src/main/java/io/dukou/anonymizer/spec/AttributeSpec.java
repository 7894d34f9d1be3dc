package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.HierarchySource;

/**
 * What the specification says of one column.
 *
 * @param name name of the column
 * @param role what the column is
 * @param type what its cells hold
 * @param missing what a missing cell means, for a quasi-identifier
 * @param weight share in the loss, above 0, for a quasi-identifier
 * @param hierarchy its hierarchy; of one level if none is given
 */
public record AttributeSpec(
    String name,
    Role role,
    ValueType type,
    MissingRule missing,
    double weight,
    HierarchySource hierarchy) {
  /** The weight where none is given. */
  public static final double DEFAULT_WEIGHT = 0.5;

  /** Refuses an empty name and a weight that is not above 0 and finite. */
  public AttributeSpec {
    requireNonNull(role, "role");
    requireNonNull(type, "type");
    requireNonNull(missing, "missing");
    requireNonNull(hierarchy, "hierarchy");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column has no name");
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a weight is not above 0");
    }
  }
}
