package io.dukou.gateway.config;

import io.dukou.gateway.yaml.UnusableFileException;
import java.nio.file.Path;

/** Reads {@code dukou.yaml}. */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads and checks a configuration. Blocks; call it from a worker.
   *
   * @param file the file
   * @return the configuration, which is sound as far as the files it names show
   * @throws UnusableFileException with every wrong, unknown, retired or repeated key, each with its
   *     line, column and remedy
   */
  public static GatewayConfig load(Path file) {
    return java.util.Optional.<GatewayConfig>empty().orElseThrow();
  }
}
