package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * The values of one sensitive attribute in each class of a {@link Grouping}: for every class its
 * values in ascending order, each with its weight above 0.
 *
 * <p>A subject adds {@link FrequencyTable#unit} in all, shared out among its values. Not
 * thread-safe.
 */
final class Spread {
  int[] starts = new int[1];
  int[] values = new int[0];
  long[] weights = new long[0];
  private int size;
  private int classes;

  /** Starts anew. */
  void clear() {
    size = 0;
    classes = 0;
  }

  /** Ends the class that the values since the last end belong to. */
  void endClass() {
    if (classes + 2 > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(16, (classes + 2) * 2));
    }
    starts[++classes] = size;
  }

  /** Adds a value to the class that has not ended. */
  void add(int value, long weight) {
    if (size == values.length) {
      int room = Math.max(16, size * 2);
      values = Arrays.copyOf(values, room);
      weights = Arrays.copyOf(weights, room);
    }
    values[size] = value;
    weights[size++] = weight;
  }
}
