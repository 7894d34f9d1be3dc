package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that one recipient group was given, joined in every way it can be joined. */
final class Histories {
  private final List<Map<String, List<String>>> tables = new ArrayList<>();
  private final List<Breach> breaches = new ArrayList<>();
  private int k = 1;

  /** Returns what a sequence of releases breaks when it is joined. */
  static List<Breach> check(List<Given> sequence) {
    Histories histories = new Histories();
    for (Given given : sequence) {
      histories.tables.add(Checker.classes(given));
      histories.k = Math.max(histories.k, given.k());
      histories.checkJoins();
    }
    return histories.breaches;
  }

  /** Checks each choice of tables that has the newest one. */
  private void checkJoins() {
    int newest = tables.size() - 1;
    for (int choice = 0; choice < 1 << newest; choice++) {
      List<Map<String, List<String>>> chosen = new ArrayList<>(List.of(tables.get(newest)));
      for (int table = 0; table < newest; table++) {
        if (((choice >> table) & 1) == 1) {
          chosen.add(tables.get(table));
        }
      }
      int rarest = rarest(chosen);
      if (rarest < k) {
        breaches.add(
            new Breach(
                Guarantee.HISTORIES,
                rarest + " of " + k + " in table " + newest + " with choice " + choice));
      }
    }
  }

  private static int rarest(List<Map<String, List<String>>> chosen) {
    Set<String> persons = new HashSet<>();
    chosen.forEach(table -> persons.addAll(table.keySet()));
    Map<List<List<String>>, Integer> sharing = new HashMap<>();
    for (String person : persons) {
      List<List<String>> history = new ArrayList<>();
      chosen.forEach(table -> history.add(table.getOrDefault(person, List.of("absent"))));
      sharing.merge(history, 1, Integer::sum);
    }
    return sharing.values().stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
  }
}
