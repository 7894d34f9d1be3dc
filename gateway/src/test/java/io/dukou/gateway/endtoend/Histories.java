package io.dukou.gateway.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All tables that a recipient group was given, put together by somebody who can follow every
 * subject from one to the next: a subject's history is its class, or absence, in each of them.
 */
final class Histories {
  private final Look look;
  private final List<Map<String, List<String>>> tables = new ArrayList<>();

  Histories(Look look) {
    this.look = look;
  }

  /**
   * How the tables are looked at.
   *
   * @param marker the released column that is another for each subject
   * @param quasiIdentifiers the columns that make a class
   */
  record Look(String marker, List<String> quasiIdentifiers) {}

  /** Adds the rows of the next table. */
  void add(List<Map<String, String>> rows) {
    Map<String, List<String>> classes = new HashMap<>();
    for (Map<String, String> row : rows) {
      classes.put(row.get(look.marker), look.quasiIdentifiers.stream().map(row::get).toList());
    }
    tables.add(classes);
  }

  /** Returns the number of tables. */
  int size() {
    return tables.size();
  }

  /** Returns how many subjects share the rarest history over the first {@code count} tables. */
  int sharedBy(int count) {
    List<Map<String, List<String>>> given = tables.subList(0, count);
    Set<String> everybody = new HashSet<>();
    given.forEach(table -> everybody.addAll(table.keySet()));
    Map<List<List<String>>, Integer> histories = new HashMap<>();
    for (String subject : everybody) {
      List<List<String>> history = new ArrayList<>();
      given.forEach(table -> history.add(table.getOrDefault(subject, List.of())));
      histories.merge(history, 1, Integer::sum);
    }
    return histories.values().stream().mapToInt(size -> size).min().orElse(0);
  }
}
