package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this module and its documents, found from the module's folder. */
final class Tree {
  /** The module's folder, where Maven runs the tests. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  private Tree() {}

  static JsonNode json(Path path) {
    return parse(text(path));
  }

  static JsonNode parse(String text) {
    try {
      return Resources.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One complete allowed input for a row-level release. */
  static ObjectNode base() {
    return (ObjectNode) json(MODULE.resolve("samples/base.json"));
  }

  /**
   * Compares a generated document with the one in the tree; with {@code -Ddukou.regenerate=true}
   * writes it instead.
   */
  static void sameAsInTree(Path path, String generated) {
    if (Boolean.getBoolean("dukou.regenerate")) {
      try {
        Files.writeString(path, generated, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(text(path))
        .as("%s, to be regenerated with make policies", MODULE.relativize(path))
        .isEqualTo(generated);
  }
}
