package io.dukou.anonymizer.plan;

/**
 * What every released class must meet by itself. This is where privacy models plug into the search.
 *
 * <p>A class that some model does not accept is an outlier: all its subjects are suppressed.
 * Immutable; any thread may ask.
 */
interface ClassModel {
  /** Returns whether a class with at least one subject to be released may be released. */
  boolean accepts(ClassView view);

  /**
   * Returns whether every class that holds an accepted class is accepted too. Only then does an
   * outlier prove that all finer classes within it are outliers.
   */
  boolean isMonotone();

  /** Returns a number of subjects below which no class is accepted. */
  default int leastSubjects() {
    return 1;
  }

  /**
   * Returns whether a class without any subject to be released, which cannot be suppressed, is
   * acceptable.
   */
  default boolean acceptsUnreleased(ClassView view) {
    return true;
  }
}
