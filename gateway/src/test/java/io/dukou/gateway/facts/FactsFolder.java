package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a facts file and a consent ledger. */
final class FactsFolder {
  private final Path folder;

  private FactsFolder(Path folder) {
    this.folder = folder;
  }

  /** Fills {@code folder} with the files of the test resources. */
  static FactsFolder in(Path folder) {
    FactsFolder made = new FactsFolder(folder);
    made.write("facts.yaml", resource("full.yaml"));
    made.write("consents.csv", resource("consents.csv"));
    return made;
  }

  /** Returns a text of the test resources. */
  static String resource(String name) {
    try (InputStream in = FactsFolder.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the facts file. */
  Path file() {
    return folder.resolve("facts.yaml");
  }

  /** Writes a file. */
  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the facts with {@code target} replaced and returns them read. */
  Facts with(String target, String replacement) {
    write("facts.yaml", resource("full.yaml").replace(target, replacement));
    return load();
  }

  /** Reads the facts. */
  Facts load() {
    return new FactsLoader().load(List.of(file()));
  }

  /** Returns the problems of the files without the folder. */
  List<String> problems() {
    try {
      load();
      return List.of();
    } catch (UnusableFileException e) {
      return e.problems().stream()
          .map(Problem::toString)
          .map(text -> text.replace(folder + "/", ""))
          .toList();
    }
  }
}
