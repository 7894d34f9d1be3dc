package io.dukou.anonymizer.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule across cuts, checked the slow and obvious way: whole sequences, recounted every time.
 *
 * <p>Shares nothing with {@link ReleaseHistory}.
 */
final class GivenTables {
  private final List<Map<String, String>> tables = new ArrayList<>();

  GivenTables with(Map<String, String> personToClass) {
    GivenTables more = new GivenTables();
    more.tables.addAll(tables);
    more.tables.add(personToClass);
    return more;
  }

  /** Returns how many persons share the rarest history that is not absence throughout. */
  int rarestHistory() {
    Collection<Integer> sizes = histories().values();
    return sizes.isEmpty() ? 0 : Collections.min(sizes);
  }

  private Map<List<String>, Integer> histories() {
    Set<String> persons = new HashSet<>();
    tables.forEach(table -> persons.addAll(table.keySet()));
    Map<List<String>, Integer> histories = new HashMap<>();
    for (String person : persons) {
      List<String> history = new ArrayList<>();
      tables.forEach(table -> history.add(table.getOrDefault(person, "absent")));
      histories.merge(history, 1, Integer::sum);
    }
    return histories;
  }

  /** Returns the size of the largest part of {@code candidate} after which the rule holds. */
  int mostThatCanBeGiven(int k, Map<String, String> candidate) {
    List<String> persons = List.copyOf(candidate.keySet());
    int most = 0;
    for (int chosen = 0; chosen < 1 << persons.size(); chosen++) {
      if (Integer.bitCount(chosen) > most && holdsWith(k, part(candidate, persons, chosen))) {
        most = Integer.bitCount(chosen);
      }
    }
    return most;
  }

  private boolean holdsWith(int k, Map<String, String> part) {
    return with(part).rarestHistory() >= k;
  }

  private static Map<String, String> part(
      Map<String, String> candidate, List<String> persons, int chosen) {
    Map<String, String> part = new HashMap<>();
    for (int i = 0; i < persons.size(); i++) {
      if ((chosen >> i & 1) == 1) {
        part.put(persons.get(i), candidate.get(persons.get(i)));
      }
    }
    return part;
  }
}
