package io.dukou.anonymizer.risk;

import java.util.Arrays;

/**
 * Gives each pair of numbers from 0 a number of its own, from 1 in the order of first occurrence.
 *
 * <p>Feeding the last result back in numbers whole sequences: {@code n = of(of(of(0, a), b), c)} is
 * a different number for every sequence, as the pairs form a tree. Open addressing; for one thread.
 */
final class PairNumbers {
  private static final long FREE = -1;

  private long[] pairs = new long[64];
  private int[] numbers = new int[64];
  private int size;

  PairNumbers() {
    Arrays.fill(pairs, FREE);
  }

  /** Returns the number of the pair. */
  int of(int first, int second) {
    long pair = ((long) first << Integer.SIZE) | second;
    int slot = slot(pair);
    if (pairs[slot] == FREE) {
      if (2 * size >= pairs.length) {
        grow();
        slot = slot(pair);
      }
      pairs[slot] = pair;
      numbers[slot] = ++size;
    }
    return numbers[slot];
  }

  /** Returns how many numbers have been given out. */
  int size() {
    return size;
  }

  private int slot(long pair) {
    long mixed = pair * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & (pairs.length - 1);
    while (pairs[slot] != FREE && pairs[slot] != pair) {
      slot = (slot + 1) & (pairs.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldPairs = pairs;
    int[] oldNumbers = numbers;
    pairs = new long[2 * oldPairs.length];
    numbers = new int[pairs.length];
    Arrays.fill(pairs, FREE);
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldPairs[i] != FREE) {
        int slot = slot(oldPairs[i]);
        pairs[slot] = oldPairs[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }
}
