package io.dukou.anonymizer.risk;

import java.util.Map;
import java.util.NavigableMap;

/**
 * The classes of a random sample of a population, by number of subjects. Immutable.
 *
 * @param bySize for each size that occurs, the number of classes of that size, at least 1
 * @param population persons of the population, at least as many as there are subjects
 */
record SampledClasses(NavigableMap<Integer, Integer> bySize, long population) {
  /** Refuses a population smaller than the sample. */
  SampledClasses {
    if (population < subjects(bySize)) {
      throw new IllegalArgumentException("the population is smaller than its sample");
    }
  }

  private static long subjects(NavigableMap<Integer, Integer> bySize) {
    long subjects = 0;
    for (Map.Entry<Integer, Integer> entry : bySize.entrySet()) {
      subjects += (long) entry.getKey() * entry.getValue();
    }
    return subjects;
  }

  /** Returns the number of subjects in the sample. */
  long subjects() {
    return subjects(bySize);
  }

  /** Returns the number of classes in the sample. */
  long classes() {
    return bySize.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Returns the number of classes with this many subjects in the sample. */
  int ofSize(int size) {
    return bySize.getOrDefault(size, 0);
  }

  /** Returns the share of the population that is in the sample. */
  double fraction() {
    return (double) subjects() / population;
  }
}
