package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real data beside the project; tests that need them skip, saying so, where they are not. */
public final class SharedData {
  private SharedData() {}

  /** Returns a folder of the shared data. */
  public static Path folder(String name) {
    String declared = System.getProperty("dukou.shared");
    Path folder = declared == null ? search(name) : Path.of(declared, "data", name);
    assumeTrue(folder != null && Files.isDirectory(folder), "no shared data: " + name);
    return folder;
  }

  private static Path search(String name) {
    Path above = Path.of("").toAbsolutePath();
    while (above != null && !Files.isDirectory(above.resolve("shared/data/" + name))) {
      above = above.getParent();
    }
    return above == null ? null : above.resolve("shared/data/" + name);
  }

  /** Returns the Adult table. */
  public static Table adult() {
    Path file = folder("adult").resolve("adult.csv");
    try (InputStream input = Files.newInputStream(file)) {
      return CsvReader.read(input, new CsvOptions(';', UTF_8), CsvLimits.DEFAULT, "adult.csv");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the specification with all nine attributes of Adult as quasi-identifiers. */
  public static ReleaseSpec adultSpec(int k, double limit) {
    StringBuilder text = new StringBuilder("csv: {delimiter: \";\"}\nattributes:\n");
    for (String name : adult().names()) {
      text.append("  ").append(name).append(": {role: quasi-identifier, hierarchy: {file: ");
      text.append("adult_hierarchy_").append(name).append(".csv}}\n");
    }
    text.append("models: [{type: k-anonymity, k: ").append(k).append("}]\n");
    text.append("suppressionLimit: ").append(limit).append('\n');
    return SpecParser.parse(text.toString(), "adult.yaml", SpecFiles.in(folder("adult")));
  }
}
