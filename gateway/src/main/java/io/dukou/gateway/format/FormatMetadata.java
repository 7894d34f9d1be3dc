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

  /** Returns the same with a column of text, whatever a column of this name was before. */
  public FormatMetadata withText(String column) {
    return with(column, ColumnFormat.TEXT);
  }

  /** Returns the same with a column of whole numbers. */
  public FormatMetadata withNumbers(String column) {
    return with(column, new ColumnFormat(DataType.INTEGER, null));
  }

  private FormatMetadata with(String column, ColumnFormat format) {
    Map<String, ColumnFormat> all = new LinkedHashMap<>(columns);
    all.put(column, format);
    return new FormatMetadata(all);
  }

  /** Returns the form of a column; text if nothing is known of it. */
  public ColumnFormat of(String column) {
    return columns.getOrDefault(column, ColumnFormat.TEXT);
  }
}
