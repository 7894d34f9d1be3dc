package io.dukou.anonymizer.spec;

import java.util.Locale;

/** How the losses of the quasi-identifiers become one number. */
public enum Aggregate {
  /** Weighted sum. */
  SUM,
  /** Weighted sum divided by the number of quasi-identifiers. */
  ARITHMETIC_MEAN,
  /** Root of the product of weighted losses, each plus one; less one. */
  GEOMETRIC_MEAN,
  /** Largest weighted loss. */
  MAXIMUM;

  /** Returns the word of the specification file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
