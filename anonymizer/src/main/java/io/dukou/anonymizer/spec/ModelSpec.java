package io.dukou.anonymizer.spec;

/** A privacy model that every released class must meet. */
public sealed interface ModelSpec permits ModelSpec.KAnonymity {
  /** Returns the word of the specification file. */
  String type();

  /**
   * Each class holds at least {@code k} subjects.
   *
   * @param k at least 1
   */
  record KAnonymity(int k) implements ModelSpec {
    /** Refuses {@code k} below 1. */
    public KAnonymity {
      if (k < 1) {
        throw new IllegalArgumentException("k is below 1");
      }
    }

    @Override
    public String type() {
      return "k-anonymity";
    }
  }
}
