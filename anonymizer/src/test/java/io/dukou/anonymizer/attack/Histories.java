package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything that one recipient group was given, joined in every way it can be joined. */
final class Histories {
  private final List<Given> sequence = new ArrayList<>();
  private final List<Map<String, List<String>>> tables = new ArrayList<>();
  private final List<Breach> breaches = new ArrayList<>();
  private int k = 1;

  /** Returns what a sequence of releases breaks when it is joined. */
  static List<Breach> check(List<Given> sequence) {
    Histories histories = new Histories();
    for (Given given : sequence) {
      histories.sequence.add(given);
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
      List<Integer> chosen = new ArrayList<>(List.of(newest));
      for (int table = 0; table < newest; table++) {
        if (((choice >> table) & 1) == 1) {
          chosen.add(table);
        }
      }
      Collection<Set<String>> alike = alike(chosen);
      int rarest = alike.stream().mapToInt(Set::size).min().orElse(Integer.MAX_VALUE);
      if (rarest < k) {
        breaches.add(
            new Breach(
                Guarantee.HISTORIES,
                rarest + " of " + k + " in table " + newest + " with choice " + choice));
      }
      checkValues(chosen, alike);
    }
  }

  /** Checks that persons who are alike meet the models in each table that they are in. */
  private void checkValues(List<Integer> chosen, Collection<Set<String>> alike) {
    for (int table : chosen) {
      Set<String> there = tables.get(table).keySet();
      List<Set<String>> together = alike.stream().filter(there::containsAll).toList();
      Checker.unmet(sequence.get(table), together)
          .ifPresent(
              unmet ->
                  breaches.add(
                      new Breach(
                          Guarantee.HISTORIES,
                          unmet + " of table " + table + ", choice " + chosen)));
    }
  }

  /** Returns those who are in some of the tables, by their history in them. */
  private Collection<Set<String>> alike(List<Integer> chosen) {
    Set<String> persons = new TreeSet<>();
    chosen.forEach(table -> persons.addAll(tables.get(table).keySet()));
    Map<List<List<String>>, Set<String>> alike = new HashMap<>();
    for (String person : persons) {
      List<List<String>> history =
          chosen.stream()
              .map(table -> tables.get(table).getOrDefault(person, List.of("absent")))
              .toList();
      alike.computeIfAbsent(history, unseen -> new TreeSet<>()).add(person);
    }
    return alike.values();
  }
}
