package io.dukou.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where studies, recipients, mechanisms and consents are described.
 *
 * @param files the facts files, read as if they were one
 * @param recheck how often the files are looked at for changes
 */
public record FactsConfig(List<Path> files, Duration recheck) {
  /** Checks that there is a file. */
  public FactsConfig {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files is empty: name at least one facts file");
    }
  }
}
