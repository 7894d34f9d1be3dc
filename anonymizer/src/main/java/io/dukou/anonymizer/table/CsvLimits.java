package io.dukou.anonymizer.table;

/**
 * How large a table may be. Each limit is checked before memory beyond it is taken.
 *
 * @param maxBytes bytes of input
 * @param maxRows rows beside the header
 * @param maxColumns columns
 * @param maxFieldBytes bytes of one field in UTF-8, without its quotes
 */
public record CsvLimits(long maxBytes, int maxRows, int maxColumns, int maxFieldBytes) {
  /** 4 GiB, 50 million rows, 4,096 columns, 1 MiB in a field. */
  public static final CsvLimits DEFAULT = new CsvLimits(4L << 30, 50_000_000, 4_096, 1 << 20);

  /** The largest field limit that can be asked for: 64 MiB. */
  public static final int LARGEST_FIELD_LIMIT = 64 << 20;

  /** Refuses limits that are not positive. */
  public CsvLimits {
    if (maxBytes < 1 || maxRows < 1 || maxColumns < 1 || maxFieldBytes < 1) {
      throw new IllegalArgumentException("a limit must be at least 1");
    }
    if (maxFieldBytes > LARGEST_FIELD_LIMIT) {
      throw new IllegalArgumentException("maxFieldBytes is above " + LARGEST_FIELD_LIMIT);
    }
  }

  /** Returns these limits with another {@code maxBytes}. */
  public CsvLimits withMaxBytes(long bytes) {
    return new CsvLimits(bytes, maxRows, maxColumns, maxFieldBytes);
  }

  /** Returns these limits with another {@code maxRows}. */
  public CsvLimits withMaxRows(int rows) {
    return new CsvLimits(maxBytes, rows, maxColumns, maxFieldBytes);
  }

  /** Returns these limits with another {@code maxColumns}. */
  public CsvLimits withMaxColumns(int columns) {
    return new CsvLimits(maxBytes, maxRows, columns, maxFieldBytes);
  }

  /** Returns these limits with another {@code maxFieldBytes}. */
  public CsvLimits withMaxFieldBytes(int bytes) {
    return new CsvLimits(maxBytes, maxRows, maxColumns, bytes);
  }
}
