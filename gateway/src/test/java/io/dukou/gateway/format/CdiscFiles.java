package io.dukou.gateway.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CDISC's own example files, which are not ours to keep; tests skip where they are absent. */
public final class CdiscFiles {
  private CdiscFiles() {}

  /** Returns the file, or skips the test. */
  public static Path file(String name) {
    Path file = shared().resolve("cdisc").resolve(name);
    assumeTrue(Files.isRegularFile(file), "SKIPPED: no " + name + " in ../shared/data/cdisc");
    return file;
  }

  /** Returns the published JSON Schema of the JSON form. */
  public static String schema() throws IOException {
    return Files.readString(file("schema/dataset.schema.json"));
  }

  /**
   * Returns the published JSON Schema of the NDJSON form's first line.
   *
   * <p>The file is UTF-16, and refers to definitions that it does not have at that place; they are
   * those of the JSON form, and are added from there.
   */
  public static String ndjsonSchema() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode published =
        mapper.readTree(
            Files.readString(file("schema/dataset-ndjson-schema.json"), StandardCharsets.UTF_16));
    ObjectNode definitions = (ObjectNode) published.get("$defs");
    for (String missing : List.of("Column", "DataTypesEnum", "SourceSystem")) {
      definitions.set(missing, mapper.readTree(schema()).get("$defs").get(missing));
    }
    return published.toString();
  }

  private static Path shared() {
    String given = System.getProperty("dukou.shared", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path data = folder.resolve("shared").resolve("data");
      if (Files.isDirectory(data)) {
        return data;
      }
      folder = folder.getParent();
    }
    return Path.of("shared", "data");
  }
}
