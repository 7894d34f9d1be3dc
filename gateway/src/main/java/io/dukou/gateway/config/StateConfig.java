package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where data cuts and protected tables are kept, encrypted.
 *
 * @param directory the folder
 */
public record StateConfig(Path directory) {
  /** Checks that the folder is named. */
  public StateConfig {
    requireNonNull(directory, "directory");
  }
}
