package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the secret keys are kept.
 *
 * @param directory the owner-only folder made by {@code dukou init}
 * @param passwordFile the owner-only file with the password that the log's keys are encrypted with,
 *     or null where they are not
 */
public record KeysConfig(Path directory, @Nullable Path passwordFile) {
  /** Checks that the folder is named. */
  public KeysConfig {
    requireNonNull(directory, "directory");
  }
}
