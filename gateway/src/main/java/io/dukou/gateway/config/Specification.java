package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The text of an anonymisation specification and where it came from.
 *
 * @param name the file that problems in the text name
 * @param text the YAML text; lines and columns are those of the file {@code name}
 * @param folder the folder against which files named in the text are resolved
 */
public record Specification(String name, String text, Path folder) {
  /** Checks that the parts are there. */
  public Specification {
    requireNonNull(name, "name");
    requireNonNull(text, "text");
    requireNonNull(folder, "folder");
  }
}
