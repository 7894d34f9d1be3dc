package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What does not change from cut to cut.
 *
 * <p>Columns: {@code id} (the subject), {@code name} (direct identifier), the quasi-identifiers,
 * {@code s} (sensitive), {@code m} (insensitive), {@code note} (free text).
 *
 * @param quasis the quasi-identifiers
 * @param bySubject whether {@code id} names subjects; else each row is one
 * @param sensitiveType type of the sensitive attribute, which its order follows
 * @param population rows of a population, for k-map
 */
record Study(
    List<Quasi> quasis,
    boolean bySubject,
    String sensitiveType,
    List<Map<String, String>> population) {
  /** The values of the sensitive attribute; in text, 10 and 11 come before 2. */
  static final List<String> SENSITIVE = List.of("1", "2", "10", "11");

  /** The groups of the sensitive attribute, by value. */
  static final Map<String, String> SENSITIVE_GROUPS =
      Map.of("1", "low", "2", "low", "10", "high", "11", "high");

  /** What stands in no release. */
  static final String CANARY = "Canary";

  /** Returns the columns of a cut. */
  List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("id", "name"));
    quasis.forEach(quasi -> columns.add(quasi.name()));
    columns.addAll(List.of("s", "m", "note"));
    return columns;
  }

  /** Returns the columns of a release. */
  List<String> releasedColumns() {
    return columns().stream()
        .filter(name -> !List.of("id", "name", "note").contains(name))
        .toList();
  }

  /** Returns rows as the text of a table. */
  String text(List<Map<String, String>> rows) {
    StringBuilder text = new StringBuilder(String.join(",", columns())).append('\n');
    for (Map<String, String> row : rows) {
      text.append(columns().stream().map(row::get).collect(Collectors.joining(","))).append('\n');
    }
    return text.toString();
  }

  /** Returns whether a row is left out before anything is counted. */
  boolean leavesOut(Map<String, String> row) {
    return quasis.stream().anyMatch(quasi -> quasi.leavesOut(row.get(quasi.name())));
  }

  /** Returns the specification but for metric, limit and models. */
  String attributes(List<String> weights) {
    StringBuilder yaml = new StringBuilder(bySubject ? "subject: id\n" : "");
    yaml.append("attributes:\n  id: {role: direct-identifier}\n");
    yaml.append("  name: {role: direct-identifier}\n  note: {role: free-text}\n");
    yaml.append("  m: {role: insensitive}\n  s: {role: sensitive, type: ").append(sensitiveType);
    yaml.append(", hierarchy: {file: s.csv}}\n");
    for (int i = 0; i < quasis.size(); i++) {
      yaml.append(attribute(quasis.get(i), weights.get(i)));
    }
    return yaml.toString();
  }

  private static String attribute(Quasi quasi, String weight) {
    String words = quasi.ladder().words().replace("FILE", quasi.name() + ".csv");
    return String.format(
        "  %s: {role: quasi-identifier, missing: %s, weight: %s%s}%n",
        quasi.name(), quasi.missing(), weight, words.isEmpty() ? "" : ", hierarchy: " + words);
  }

  /** Returns a file that the specification names, but for a subset. */
  String file(String name) {
    if (name.equals("population.csv")) {
      return text(population);
    }
    if (name.equals("s.csv")) {
      return "1;low\n2;low\n10;high\n11;high\n";
    }
    return quasis.stream()
        .filter(quasi -> name.equals(quasi.name() + ".csv"))
        .findFirst()
        .orElseThrow()
        .ladder()
        .file();
  }
}
