package io.dukou.anonymizer.hierarchy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of ICD-10, read once from {@code icd10-blocks.csv}, which names its source.
 *
 * <p>Any thread may use it.
 */
final class Icd10Blocks {
  private static final String RESOURCE = "icd10-blocks.csv";
  private static final NavigableMap<String, Block> BY_FIRST = read();

  private Icd10Blocks() {}

  /**
   * A block.
   *
   * @param name first and last category, such as {@code E10-E14}
   * @param chapter first and last category of its chapter
   * @param last last category
   */
  record Block(String name, String chapter, String last) {}

  /** Returns the block of a category, or null if it is in none. */
  static @Nullable Block of(String category) {
    Map.Entry<String, Block> before = BY_FIRST.floorEntry(category);
    boolean inside = before != null && category.compareTo(before.getValue().last()) <= 0;
    return inside ? before.getValue() : null;
  }

  /** Returns the blocks by their first category. */
  static Map<String, Block> all() {
    return BY_FIRST;
  }

  private static NavigableMap<String, Block> read() {
    List<String[]> rows =
        text()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(",", -1))
            .toList();
    Map<String, String> firstOf = new LinkedHashMap<>();
    Map<String, String> lastOf = new LinkedHashMap<>();
    for (String[] row : rows) {
      firstOf.putIfAbsent(row[0], row[1]);
      lastOf.put(row[0], row[2]);
    }
    NavigableMap<String, Block> blocks = new TreeMap<>();
    for (String[] row : rows) {
      String chapter = firstOf.get(row[0]) + "-" + lastOf.get(row[0]);
      blocks.put(row[1], new Block(row[1] + "-" + row[2], chapter, row[2]));
    }
    return blocks;
  }

  private static String text() {
    try (InputStream input = Icd10Blocks.class.getResourceAsStream(RESOURCE)) {
      return new String(requireNonNull(input, RESOURCE).readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("the library is damaged: " + RESOURCE, e);
    }
  }
}
