package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.yaml.ByteSize;
import java.nio.file.Path;

/**
 * Where bodies wait until their record is durable.
 *
 * @param directory the folder of the encrypted, nameless files
 * @param memory how much of one body stays in memory
 * @param quota how much all bodies together may take
 */
public record SpoolConfig(Path directory, ByteSize memory, ByteSize quota) {
  /** Checks that one body's memory fits the quota. */
  public SpoolConfig {
    requireNonNull(directory, "directory");
    if (memory.compareTo(quota) > 0) {
      throw new IllegalArgumentException("memory is larger than quota: lower it");
    }
  }
}
