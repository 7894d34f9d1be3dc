package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where the secret keys are kept.
 *
 * @param directory the owner-only folder made by {@code dukou init}
 */
public record KeysConfig(Path directory) {
  /** Checks that the folder is named. */
  public KeysConfig {
    requireNonNull(directory, "directory");
  }
}
