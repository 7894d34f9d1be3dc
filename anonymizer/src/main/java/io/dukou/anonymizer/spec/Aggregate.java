package io.dukou.anonymizer.spec;

/** How the losses of the quasi-identifiers become one. */
public enum Aggregate {
  /** Weighted sum. */
  SUM,
  /** Weighted sum divided by the number of quasi-identifiers. */
  ARITHMETIC_MEAN,
  /** Root of the product of weighted losses, each plus one; less one. */
  GEOMETRIC_MEAN,
  /** Largest weighted loss. */
  MAXIMUM,
  /** Weighted losses from the largest down, compared one after the other. */
  RANK;

  /** Returns the word of the specification file. */
  public String word() {
    return Words.of(this);
  }
}
