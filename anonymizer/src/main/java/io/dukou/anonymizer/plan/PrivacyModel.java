package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;

/**
 * What every released class must meet. This is where privacy models plug into the search.
 *
 * <p>A class that some model does not accept is an outlier: all its subjects are suppressed.
 * Immutable.
 */
interface PrivacyModel {
  /** Returns the word of the specification file. */
  String type();

  /** Returns whether a class of so many subjects may be released. */
  boolean accepts(int subjects);

  /**
   * Returns whether every union of an accepted class with other rows is accepted too. Only then
   * does a combination that suppresses too much prove that all finer ones do.
   */
  boolean isMonotone();

  /** Returns the model that a specification asks for. */
  static PrivacyModel of(ModelSpec spec) {
    return new KAnonymity(((ModelSpec.KAnonymity) spec).k());
  }

  /**
   * Each class holds at least {@code k} subjects.
   *
   * @param k at least 1
   */
  record KAnonymity(int k) implements PrivacyModel {
    @Override
    public String type() {
      return "k-anonymity";
    }

    @Override
    public boolean accepts(int subjects) {
      return subjects >= k;
    }

    @Override
    public boolean isMonotone() {
      return true;
    }
  }
}
