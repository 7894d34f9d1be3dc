package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that are built into this module. Their absence or damage is a fault of the build. */
final class Resources {
  /** Reads and writes JSON with default settings. */
  static final ObjectMapper JSON = new ObjectMapper();

  private Resources() {}

  /** Returns the bytes of a resource next to this class. */
  static byte[] bytes(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The build lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /** Returns a JSON resource next to this class. */
  static JsonNode json(String name) {
    try {
      return JSON.readTree(bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot parse " + name, e);
    }
  }
}
