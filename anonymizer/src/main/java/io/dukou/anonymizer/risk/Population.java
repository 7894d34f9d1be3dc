package io.dukou.anonymizer.risk;

/**
 * The population that the subjects of a table were drawn from at random.
 *
 * @param size its number of persons; 0 if the fraction is given
 * @param fraction the share of it that is in the table, above 0 and at most 1; 0 if the size is
 *     given
 */
public record Population(long size, double fraction) {
  /** Refuses what is neither a size nor a fraction. */
  public Population {
    boolean isSize = size > 0 && fraction == 0;
    boolean isFraction = size == 0 && fraction > 0 && fraction <= 1;
    if (!isSize && !isFraction) {
      throw new IllegalArgumentException(
          "a population has at least one person, and a fraction is above 0 and at most 1");
    }
  }

  /** Returns a population of this many persons. */
  public static Population ofSize(long size) {
    return new Population(size, 0);
  }

  /** Returns the population of which a table holds this share. */
  public static Population sampledAt(double fraction) {
    return new Population(0, fraction);
  }

  /**
   * Returns the number of persons, given the subjects of the table that was drawn; never fewer than
   * these.
   */
  public long sizeFor(int subjects) {
    return Math.max(subjects, size > 0 ? size : Math.round(subjects / fraction));
  }
}
