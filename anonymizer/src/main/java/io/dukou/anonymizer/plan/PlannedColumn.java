package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a plan.
 *
 * @param name name of the column
 * @param role what it is
 * @param type what its cells hold before generalisation
 * @param missing what a missing cell means, for a quasi-identifier
 * @param hierarchy its hierarchy, of one level if it is never generalised
 * @param level level at which it is released
 */
public record PlannedColumn(
    String name, Role role, ValueType type, MissingRule missing, Hierarchy hierarchy, int level) {
  /** Refuses a level that the hierarchy does not have. */
  public PlannedColumn {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
    requireNonNull(type, "type");
    requireNonNull(missing, "missing");
    if (level < 0 || level >= hierarchy.levels()) {
      throw new IllegalArgumentException("no such level");
    }
  }

  /** Returns whether the column is part of the release. */
  public boolean isReleased() {
    return role.isReleased();
  }

  /** Returns whether released cells are text that may differ from the original ones. */
  public boolean isGeneralised() {
    return level > 0 || missingIsRoot();
  }

  private boolean missingIsRoot() {
    return role == Role.QUASI_IDENTIFIER && missing == MissingRule.MATCHES_ANYTHING;
  }

  /**
   * Returns the form in which a cell is released, or null if it is missing there too or its value
   * is outside the hierarchy.
   *
   * @param value the original cell; null if it is missing
   */
  public @Nullable String form(@Nullable String value) {
    if (value != null) {
      return hierarchy.generalise(value, level);
    }
    String form = hierarchy.generaliseMissing(level);
    return form == null && missingIsRoot() ? Hierarchy.ROOT : form;
  }
}
