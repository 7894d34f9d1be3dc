package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Table;

/**
 * A second table that a specification names.
 *
 * @param name how the specification calls it, for messages
 * @param table its rows
 */
public record TableSource(String name, Table table) {
  /** Refuses null. */
  public TableSource {
    requireNonNull(name, "name");
    requireNonNull(table, "table");
  }
}
