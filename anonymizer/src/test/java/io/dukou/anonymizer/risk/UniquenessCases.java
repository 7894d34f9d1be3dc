package io.dukou.anonymizer.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The samples of {@code population-uniqueness.csv}, which says where its numbers are from. */
final class UniquenessCases {
  private UniquenessCases() {}

  /** Returns all samples. */
  static List<Sample> all() {
    try (InputStream file = open();
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Sample::of).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream open() {
    return Objects.requireNonNull(
        UniquenessCases.class.getResourceAsStream("population-uniqueness.csv"));
  }

  /** Returns the sample called {@code name}. */
  static Sample named(String name) {
    return all().stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
  }

  /**
   * Class sizes and what ARX estimates from them.
   *
   * @param name what the file calls it
   * @param classes the classes
   * @param uniques persons unique in the population, where that is known
   * @param pitman what ARX says
   * @param zayatz what ARX says
   */
  record Sample(
      String name,
      SampledClasses classes,
      OptionalDouble uniques,
      OptionalDouble pitman,
      double zayatz) {
    private static Sample of(String line) {
      String[] cells = line.split(",", -1);
      TreeMap<Integer, Integer> sizes = new TreeMap<>();
      for (String pair : cells[5].split(" ", -1)) {
        String[] numbers = pair.split(":", -1);
        sizes.put(Integer.valueOf(numbers[0]), Integer.valueOf(numbers[1]));
      }
      return new Sample(
          cells[0],
          new SampledClasses(sizes, Long.parseLong(cells[1])),
          number(cells[2]),
          number(cells[3]),
          Double.parseDouble(cells[4]));
    }

    private static OptionalDouble number(String cell) {
      return cell.equals("-")
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(cell));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
