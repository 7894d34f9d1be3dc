package io.dukou.gateway.facts;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Recipients that count as one, because what one has all have: the connected components under
 * affiliates and sub-recipients. Immutable.
 */
public final class RecipientGroups {
  private final Map<String, SortedSet<String>> groups;

  private RecipientGroups(Map<String, SortedSet<String>> groups) {
    this.groups = groups;
  }

  /** Returns the groups in which the members of each given set belong together. */
  public static RecipientGroups of(Collection<? extends Collection<String>> together) {
    Map<String, SortedSet<String>> groups = new HashMap<>();
    together.forEach(members -> merge(groups, members));
    return new RecipientGroups(groups);
  }

  /**
   * Returns these groups with more that belong together, such as groups recorded earlier: a group
   * never comes apart again, since memories do not.
   */
  public RecipientGroups with(Collection<? extends Collection<String>> together) {
    Map<String, SortedSet<String>> merged = new HashMap<>(groups);
    together.forEach(members -> merge(merged, members));
    return new RecipientGroups(merged);
  }

  /** Returns the members of the group of {@code recipient}, which is one of them, in order. */
  public SortedSet<String> of(String recipient) {
    SortedSet<String> members = groups.getOrDefault(recipient, new TreeSet<>(Set.of(recipient)));
    return new TreeSet<>(members);
  }

  private static void merge(Map<String, SortedSet<String>> groups, Collection<String> members) {
    SortedSet<String> merged = new TreeSet<>();
    for (String member : members) {
      merged.add(member);
      merged.addAll(groups.getOrDefault(member, new TreeSet<>()));
    }
    merged.forEach(member -> groups.put(member, merged));
  }
}
