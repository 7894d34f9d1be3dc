package io.dukou.anonymizer.release;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each pair (earlier history, class or absence) a number from 1 and counts its persons.
 *
 * <p>Not for use by several threads.
 */
final class HistoryNumbers {
  private static final int ABSENT = 0;

  private final Map<String, Integer> classes = new HashMap<>();
  private final Map<Long, Integer> numbers = new HashMap<>();
  private int[] sizes = new int[16];

  /** Returns the number of the pair and counts one more person in it. */
  int of(int history, @Nullable String className) {
    int classNumber = className == null ? ABSENT : classNumber(className);
    long pair = ((long) history << Integer.SIZE) | classNumber;
    int number = numbers.computeIfAbsent(pair, unseen -> numbers.size() + 1);
    if (number >= sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * sizes.length);
    }
    sizes[number]++;
    return number;
  }

  /** Returns the persons of each number; entry 0 belongs to no pair. */
  int[] sizes() {
    return Arrays.copyOf(sizes, numbers.size() + 1);
  }

  private int classNumber(String className) {
    return classes.computeIfAbsent(className, unseen -> classes.size() + 1);
  }
}
