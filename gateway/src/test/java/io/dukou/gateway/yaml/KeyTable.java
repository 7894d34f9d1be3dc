package io.dukou.gateway.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of keys in a document, to be compared with what a loader asks for. */
public final class KeyTable {
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| (`[^`]+`|[a-z ]+) \\| [^|]*\\S[^|]* \\|");

  private KeyTable() {}

  /** Returns the rows of the document {@code name} in the folder {@code docs}. */
  public static List<String> documented(String name) {
    try {
      return Files.readAllLines(Path.of("../docs").resolve(name)).stream()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(row -> row.group(1) + " | " + row.group(2) + " | " + row.group(3).replace("`", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what {@code uses} would look like as rows. */
  public static List<String> asked(List<KeyUse> uses) {
    return uses.stream()
        .map(use -> use.path() + " | " + use.type() + " | " + use.byDefault())
        .distinct()
        .collect(Collectors.toList());
  }
}
