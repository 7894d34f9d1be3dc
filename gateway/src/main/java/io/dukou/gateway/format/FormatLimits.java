package io.dukou.gateway.format;

import io.dukou.anonymizer.table.CsvLimits;

/**
 * How large a body may be. Each limit is checked before memory beyond it is taken.
 *
 * <p>There is no limit of nesting: each format has one depth, and what is deeper is refused.
 *
 * @param maxBytes bytes of the body
 * @param maxRows rows of data
 * @param maxColumns columns
 * @param maxFieldBytes bytes of one field, or of one name, in UTF-8
 */
public record FormatLimits(long maxBytes, int maxRows, int maxColumns, int maxFieldBytes) {
  /** 2 GiB, 20 million rows, 4,096 columns, 1 MiB in a field. */
  public static final FormatLimits DEFAULT = new FormatLimits(2L << 30, 20_000_000, 4_096, 1 << 20);

  /** Refuses limits that are not positive, and fields of more than 64 MiB. */
  public FormatLimits {
    requirePositive(maxBytes, "maxBytes");
    requirePositive(maxRows, "maxRows");
    requirePositive(maxColumns, "maxColumns");
    requirePositive(maxFieldBytes, "maxFieldBytes");
    if (maxFieldBytes > CsvLimits.LARGEST_FIELD_LIMIT) {
      throw new IllegalArgumentException("maxFieldBytes is too large: " + maxFieldBytes);
    }
  }

  /** Returns the same limits for the table and for CSV. */
  CsvLimits forTable() {
    return new CsvLimits(maxBytes, maxRows, maxColumns, maxFieldBytes);
  }

  private static void requirePositive(long limit, String name) {
    if (limit < 1) {
      throw new IllegalArgumentException(name + " is not positive: " + limit);
    }
  }
}
