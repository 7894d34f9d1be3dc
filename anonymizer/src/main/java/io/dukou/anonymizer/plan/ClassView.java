package io.dukou.anonymizer.plan;

/**
 * One class of a {@link Grouping} as a {@link ClassModel} sees it. Reused from class to class; not
 * thread-safe.
 */
final class ClassView {
  private final Grouping grouping;
  private int index;

  /** Looks at the classes of {@code grouping}. */
  ClassView(Grouping grouping) {
    this.grouping = grouping;
  }

  /** Turns to another class. */
  ClassView at(int classIndex) {
    index = classIndex;
    return this;
  }

  /** Returns the subjects that are to be released. */
  int subjects() {
    return grouping.subjects[index];
  }

  /** Returns the persons of a population. */
  int persons(int population) {
    return grouping.populations[population][index];
  }

  /** Returns the number of different values of a sensitive attribute. */
  int valueCount(int attribute) {
    return end(attribute) - start(attribute);
  }

  /** Returns where the values of a sensitive attribute start in its {@link Spread}. */
  int start(int attribute) {
    return grouping.spreads[attribute].starts[index];
  }

  /** Returns where the values of a sensitive attribute end. */
  int end(int attribute) {
    return grouping.spreads[attribute].starts[index + 1];
  }

  /** Returns the value at a place of the spread. */
  int value(int attribute, int place) {
    return grouping.spreads[attribute].values[place];
  }

  /** Returns the weight of the value at a place of the spread. */
  long weight(int attribute, int place) {
    return grouping.spreads[attribute].weights[place];
  }
}
