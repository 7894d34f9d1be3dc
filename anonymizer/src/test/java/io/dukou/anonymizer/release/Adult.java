package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The Adult data set and its hierarchies, read without any code of this project. */
final class Adult {
  private static final String DELIMITER = ";";

  private final List<String[]> rows = new ArrayList<>();
  private final List<Map<String, String[]>> hierarchies = new ArrayList<>();

  private Adult(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("adult.csv"), UTF_8);
    lines.stream().skip(1).map(line -> line.split(DELIMITER, -1)).forEach(rows::add);
    for (String column : lines.get(0).split(DELIMITER, -1)) {
      Map<String, String[]> forms = new HashMap<>();
      for (String line : Files.readAllLines(folder.resolve("adult_hierarchy_" + column + ".csv"))) {
        String[] levels = line.split(DELIMITER, -1);
        forms.put(levels[0], levels);
      }
      hierarchies.add(forms);
    }
  }

  /** Reads the data set, or skips the test where it is not at hand. */
  static Adult load() {
    Path folder = folder();
    Assumptions.assumeTrue(folder != null, "no shared data with adult/adult.csv: skipped");
    try {
      return new Adult(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder named by {@code dukou.shared}, or one found above the working folder. */
  private static Path folder() {
    List<Path> places = new ArrayList<>();
    if (System.getProperty("dukou.shared") != null) {
      places.add(Path.of(System.getProperty("dukou.shared")));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      places.add(at.resolve("shared"));
    }
    return places.stream()
        .map(place -> place.resolve("data").resolve("adult"))
        .filter(place -> Files.exists(place.resolve("adult.csv")))
        .findFirst()
        .orElse(null);
  }

  /** Returns the class of each row at these levels. */
  List<String> classes(int... levels) {
    List<String> classes = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder name = new StringBuilder();
      for (int column = 0; column < levels.length; column++) {
        name.append(hierarchies.get(column).get(row[column])[levels[column]]).append('|');
      }
      classes.add(name.toString());
    }
    return classes;
  }

  /** Returns a number for the value of each row in a column, equal for equal values. */
  List<Integer> valuesOf(int column) {
    Map<String, Integer> numbers = new HashMap<>();
    return rows.stream()
        .map(row -> numbers.computeIfAbsent(row[column], unseen -> numbers.size()))
        .toList();
  }
}
