package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path that callers may ask for, and the dataset behind it.
 *
 * @param prefix the path, such as {@code /studies/lc001/adsl}; no other path is below or above it
 * @param study the study in the facts
 * @param dataset the dataset of that study in the facts
 * @param origin where the dataset is read
 * @param specification how it is anonymised, alone or with other tables of the study
 * @param table which of several tables of the specification it is, or null for the one that is
 *     called as the dataset
 * @param person the column that identifies a person beyond the study, or null when there is none
 * @param overrides warnings of the planner that somebody has answered for
 */
public record RouteConfig(
    String prefix,
    String study,
    String dataset,
    OriginConfig origin,
    Specification specification,
    @Nullable String table,
    @Nullable PersonColumn person,
    List<WarningOverride> overrides) {
  /** Checks that the parts are there. */
  public RouteConfig {
    requireNonNull(prefix, "prefix");
    requireNonNull(study, "study");
    requireNonNull(dataset, "dataset");
    requireNonNull(origin, "origin");
    requireNonNull(specification, "specification");
    overrides = List.copyOf(overrides);
  }

  /** Returns what a specification of several tables calls the dataset. */
  public String tableName() {
    return table == null ? dataset : table;
  }

  /**
   * A column that identifies a person across studies. It is read for counting only and never
   * leaves.
   *
   * @param column the name of the column
   * @param kind what it holds
   */
  public record PersonColumn(String column, PersonKind kind) {
    /** Checks that the parts are there. */
    public PersonColumn {
      requireNonNull(column, "column");
      requireNonNull(kind, "kind");
    }
  }

  /** What a person column holds. */
  public enum PersonKind {
    /** Chinese resident identity numbers, 15 or 18 characters. */
    RESIDENT_ID,
    /** Numbers of the exporter's own master patient index. */
    MASTER_INDEX
  }

  /**
   * A warning of the planner that somebody has answered for.
   *
   * @param warning the code of the warning
   * @param column the column it is about
   * @param reason why it is acceptable here
   */
  public record WarningOverride(String warning, String column, String reason) {
    /** Checks that the parts are there. */
    public WarningOverride {
      requireNonNull(warning, "warning");
      requireNonNull(column, "column");
      requireNonNull(reason, "reason");
    }
  }
}
