package io.dukou.gateway.yaml;

import static java.util.Objects.requireNonNull;

/**
 * A key that a loader asks for; the documentation of a file is checked against these.
 *
 * @param path the key with its parents, list elements as {@code []}, names as {@code *}
 * @param type what its value is
 * @param byDefault the default as it would be written; {@code required} or {@code none} otherwise
 * @param present whether the file that was read has it
 */
public record KeyUse(String path, String type, String byDefault, boolean present) {
  /** Checks that the parts are there. */
  public KeyUse {
    requireNonNull(path, "path");
    requireNonNull(type, "type");
    requireNonNull(byDefault, "byDefault");
  }
}
