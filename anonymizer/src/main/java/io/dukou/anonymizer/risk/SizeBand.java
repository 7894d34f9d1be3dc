package io.dukou.anonymizer.risk;

import java.util.List;

/**
 * A line of the histogram of class sizes.
 *
 * @param from the least size
 * @param to the largest size; {@code Integer.MAX_VALUE} if there is none
 * @param classes number of classes of such a size
 * @param subjects subjects in them
 */
public record SizeBand(int from, int to, int classes, int subjects) {
  private static final List<Integer> STARTS = List.of(1, 2, 3, 5, 11, 21, 51, 101, 1001);

  /** Returns all lines, those without a class too. */
  static List<SizeBand> of(ClassSizes sizes) {
    return STARTS.stream().map(from -> of(sizes, from)).toList();
  }

  private static SizeBand of(ClassSizes sizes, int from) {
    int next = STARTS.indexOf(from) + 1;
    int to = next < STARTS.size() ? STARTS.get(next) - 1 : Integer.MAX_VALUE;
    return new SizeBand(from, to, sizes.classes(from, to), sizes.subjects(from, to));
  }

  /** Returns whether there is a largest size. */
  public boolean isBounded() {
    return to < Integer.MAX_VALUE;
  }
}
