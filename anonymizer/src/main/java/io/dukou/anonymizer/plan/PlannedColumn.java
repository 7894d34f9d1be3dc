package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a plan.
 *
 * @param name name of the column
 * @param role what it is
 * @param type what its cells hold before generalisation
 * @param missing what a missing cell means, for a quasi-identifier
 * @param hierarchy its hierarchy, of one level if it is never generalised
 * @param levels level at which it is released, one for each layer of the plan
 */
public record PlannedColumn(
    String name,
    Role role,
    ValueType type,
    MissingRule missing,
    Hierarchy hierarchy,
    List<Integer> levels) {
  /** Refuses a level that the hierarchy does not have. */
  public PlannedColumn {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
    requireNonNull(type, "type");
    requireNonNull(missing, "missing");
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("no level");
    }
    for (int level : levels) {
      if (level < 0 || level >= hierarchy.levels()) {
        throw new IllegalArgumentException("no such level");
      }
    }
  }

  /** Creates a column of a plan of one layer. */
  public PlannedColumn(
      String name, Role role, ValueType type, MissingRule missing, Hierarchy hierarchy, int level) {
    this(name, role, type, missing, hierarchy, List.of(level));
  }

  /** Returns the level at which the first layer releases it. */
  public int level() {
    return levels.get(0);
  }

  /** Returns the level at which a layer releases it. */
  public int level(int layer) {
    return levels.get(layer);
  }

  /** Returns whether a filter may ask for {@code value}: some layer could show it. */
  public boolean defines(String value) {
    return levels.stream().anyMatch(level -> hierarchy.defines(level, value));
  }

  /** Returns whether some layer shows a missing cell as missing. */
  public boolean showsMissing() {
    return levels.stream().anyMatch(level -> formAt(level, null) == null);
  }

  /** Returns whether the column is part of the release. */
  public boolean isReleased() {
    return role.isReleased();
  }

  /** Returns whether released cells are text that may differ from the original ones. */
  public boolean isGeneralised() {
    return levels.stream().anyMatch(level -> level > 0) || missingIsRoot();
  }

  private boolean missingIsRoot() {
    return role == Role.QUASI_IDENTIFIER && missing == MissingRule.MATCHES_ANYTHING;
  }

  /**
   * Returns the form in which the first layer releases a cell, or null if it is missing there too
   * or its value is outside the hierarchy.
   *
   * @param value the original cell; null if it is missing
   */
  public @Nullable String form(@Nullable String value) {
    return form(0, value);
  }

  /**
   * Returns the form in which a layer releases a cell, or null if it is missing there too or its
   * value is outside the hierarchy.
   *
   * @param value the original cell; null if it is missing
   */
  public @Nullable String form(int layer, @Nullable String value) {
    return formAt(level(layer), value);
  }

  private @Nullable String formAt(int level, @Nullable String value) {
    if (value != null) {
      return hierarchy.generalise(value, level);
    }
    String form = hierarchy.generaliseMissing(level);
    return form == null && missingIsRoot() ? Hierarchy.ROOT : form;
  }
}
