package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.yaml.ByteSize;

/**
 * Limits on the tables that are read and the pages that are given.
 *
 * @param rows the most rows of a table
 * @param columns the most columns of a table
 * @param fieldBytes the largest field
 * @param depth the deepest nesting of JSON
 * @param pageRows the most rows of a page that asks for a limit
 */
public record TableLimits(long rows, int columns, ByteSize fieldBytes, int depth, int pageRows) {
  /** Checks that the parts are there. */
  public TableLimits {
    requireNonNull(fieldBytes, "fieldBytes");
  }
}
