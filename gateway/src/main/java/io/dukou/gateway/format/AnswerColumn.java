package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CodedColumn;
import org.jspecify.annotations.Nullable;

/**
 * A planned column of a protected table.
 *
 * @param cells its name and its released values
 * @param generalised whether the values are others than the origin's; they are then text
 * @param label words for a reader from the configuration, or null for the name
 */
public record AnswerColumn(CodedColumn cells, boolean generalised, @Nullable String label) {
  /** Requires cells. */
  public AnswerColumn {
    requireNonNull(cells, "cells");
  }
}
