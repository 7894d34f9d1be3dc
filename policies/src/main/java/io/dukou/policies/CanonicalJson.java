package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** Writes JSON in the one form of RFC 8785, so that equal trees have equal bytes. */
final class CanonicalJson {
  private CanonicalJson() {}

  /** Returns the canonical text of {@code node}. */
  static String write(JsonNode node) {
    try {
      return new JsonCanonicalizer(node.toString()).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException("A JSON tree has no canonical form", e);
    }
  }
}
