package io.dukou.anonymizer.plan;

/**
 * What all released classes together must meet. Classes are suppressed, the smallest first, until
 * it is met. Immutable.
 */
interface SampleModel {
  /**
   * Returns whether a release is acceptable; suppressing its smallest class never makes it less so.
   *
   * @param classes released classes
   * @param subjects released subjects
   * @param singles released classes of one subject
   */
  boolean accepts(long classes, long subjects, long singles);

  /**
   * Released classes per released subject are at most {@code threshold}.
   *
   * @param threshold from 0 to 1
   */
  record AverageRisk(double threshold) implements SampleModel {
    @Override
    public boolean accepts(long classes, long subjects, long singles) {
      return subjects == 0 || (double) classes / subjects <= threshold;
    }
  }

  /**
   * Released subjects alone in their class, per released subject, are at most {@code threshold}.
   *
   * @param threshold from 0 to 1
   */
  record Uniqueness(double threshold) implements SampleModel {
    @Override
    public boolean accepts(long classes, long subjects, long singles) {
      return subjects == 0 || (double) singles / subjects <= threshold;
    }
  }
}
