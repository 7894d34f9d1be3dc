package io.dukou.anonymizer.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the lists of words beside this class: lines of a key, a colon and words. */
final class WordLists {
  private WordLists() {}

  /** Returns the lines of a list that are neither empty nor a comment, in their order. */
  static List<Line> lines(String name) {
    try (InputStream input = open(name)) {
      return new String(input.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Line::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the words under each key of a list whose keys differ. */
  static Map<String, String> byKey(String name) {
    return lines(name).stream().collect(Collectors.toMap(Line::key, Line::words, (a, b) -> b));
  }

  private static InputStream open(String name) {
    @Nullable InputStream input = WordLists.class.getResourceAsStream(name);
    if (input == null) {
      throw new IllegalStateException("the program is incomplete: no " + name);
    }
    return input;
  }

  /**
   * One line.
   *
   * @param key what stands before the colon
   * @param words what stands behind it
   */
  record Line(String key, String words) {
    private static Line parse(String line) {
      int colon = line.indexOf(':');
      return new Line(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }

    /** Returns the words between commas, each turned into something. */
    <T> List<T> list(Function<String, T> each) {
      return List.of(words.split(",", -1)).stream().map(String::strip).map(each).toList();
    }
  }
}
