package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.plan.SubjectClasses;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many equivalence classes there are of each number of subjects.
 *
 * @param bySize for each size that occurs, the number of classes of that size
 */
record ClassSizes(NavigableMap<Integer, Integer> bySize) {
  /** Counts those classes that are {@code counted}. */
  static ClassSizes of(SubjectClasses classes, boolean[] counted) {
    TreeMap<Integer, Integer> bySize = new TreeMap<>();
    for (int index = 0; index < counted.length; index++) {
      if (counted[index] && classes.subjectsOf(index) > 0) {
        bySize.merge(classes.subjectsOf(index), 1, Integer::sum);
      }
    }
    return new ClassSizes(bySize);
  }

  /** Counts classes of these numbers of subjects; a class of none is no class. */
  static ClassSizes of(IntStream sizes) {
    TreeMap<Integer, Integer> bySize = new TreeMap<>();
    sizes.filter(size -> size > 0).forEach(size -> bySize.merge(size, 1, Integer::sum));
    return new ClassSizes(bySize);
  }

  /** Returns the number of classes. */
  int classes() {
    return bySize.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of classes of a size from {@code least} to {@code most}. */
  int classes(int least, int most) {
    return range(least, most).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of subjects. */
  int subjects() {
    return subjects(1, Integer.MAX_VALUE);
  }

  /** Returns the number of subjects in classes of a size from {@code least} to {@code most}. */
  int subjects(int least, int most) {
    return range(least, most).entrySet().stream()
        .mapToInt(entry -> entry.getKey() * entry.getValue())
        .sum();
  }

  /** Returns the size of the smallest class, 0 if there is none. */
  int smallest() {
    return bySize.isEmpty() ? 0 : bySize.firstKey();
  }

  private NavigableMap<Integer, Integer> range(int least, int most) {
    return bySize.subMap(least, true, most, true);
  }
}
