package io.dukou.gateway.spool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where spools lie and how much they may hold.
 *
 * @param directory where the nameless files are made; made with owner-only rights if it is missing
 * @param memoryLimit bytes of one body that may lie in memory; a longer body goes on in a file
 * @param memoryQuota bytes that all bodies together may hold in memory; above it they use files
 * @param quota bytes that all bodies together may hold in memory and files
 */
public record SpoolOptions(Path directory, long memoryLimit, long memoryQuota, long quota) {
  /** Bytes of one body that may lie in memory by default: 1 MiB. */
  public static final long DEFAULT_MEMORY_LIMIT = 1L << 20;

  /** Bytes of all bodies that may lie in memory by default: 64 MiB. */
  public static final long DEFAULT_MEMORY_QUOTA = 64L << 20;

  /** Bytes of all bodies by default: 16 GiB. */
  public static final long DEFAULT_QUOTA = 16L << 30;

  /** Checks every limit by itself. */
  public SpoolOptions {
    requireNonNull(directory, "directory");
    requireNotNegative(memoryLimit, "memoryLimit");
    requireNotNegative(memoryQuota, "memoryQuota");
    requireNotNegative(quota, "quota");
  }

  /** Returns the default limits over {@code directory}. */
  public static SpoolOptions in(Path directory) {
    return new SpoolOptions(directory, DEFAULT_MEMORY_LIMIT, DEFAULT_MEMORY_QUOTA, DEFAULT_QUOTA);
  }

  private static void requireNotNegative(long bytes, String name) {
    if (bytes < 0) {
      throw new IllegalArgumentException(name + " is negative: " + bytes);
    }
  }
}
