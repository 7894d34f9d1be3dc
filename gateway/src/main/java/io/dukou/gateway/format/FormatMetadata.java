package io.dukou.gateway.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of a body beside its table: one {@link ColumnFormat} for each column.
 *
 * <p>These are members of closed lists. No other metadata is kept, so none can leave: labels, OIDs,
 * names of systems, formats and dates of the origin are checked and forgotten.
 *
 * @param columns form of each column by its name, in the order of the columns
 */
public record FormatMetadata(Map<String, ColumnFormat> columns) {
  /** Keeps a copy in the same order. */
  public FormatMetadata {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Returns the form of a column; text if nothing is known of it. */
  public ColumnFormat of(String column) {
    return columns.getOrDefault(column, ColumnFormat.TEXT);
  }
}
