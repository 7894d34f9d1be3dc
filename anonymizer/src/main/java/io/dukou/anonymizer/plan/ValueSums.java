package io.dukou.anonymizer.plan;

import java.util.Arrays;

/** Adds up the weights of sensitive values of one class after the other. Not thread-safe. */
final class ValueSums {
  private long[] sums = new long[0];
  private int[] touched = new int[16];
  private int size;

  /** Makes room for values from 0 to one less than {@code count}. */
  void reserve(int count) {
    if (sums.length < count) {
      sums = new long[count];
      touched = new int[count];
    }
  }

  /** Adds a weight above 0 to a value. */
  void add(int value, long weight) {
    if (sums[value] == 0) {
      touched[size++] = value;
    }
    sums[value] += weight;
  }

  /** Writes the sums to {@code spread} as one class and starts the next. */
  void endClass(Spread spread) {
    Arrays.sort(touched, 0, size);
    for (int i = 0; i < size; i++) {
      spread.add(touched[i], sums[touched[i]]);
      sums[touched[i]] = 0;
    }
    spread.endClass();
    size = 0;
  }
}
