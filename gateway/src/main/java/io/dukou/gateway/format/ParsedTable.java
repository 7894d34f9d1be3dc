package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Table;

/**
 * A body that was read: its cells, and the form they had.
 *
 * @param table the cells; empty text and null are both missing
 * @param metadata the form of each column
 */
public record ParsedTable(Table table, FormatMetadata metadata) {
  /** Requires both. */
  public ParsedTable {
    requireNonNull(table, "table");
    requireNonNull(metadata, "metadata");
  }
}
