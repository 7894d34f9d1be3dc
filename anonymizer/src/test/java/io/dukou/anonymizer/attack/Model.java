package io.dukou.anonymizer.attack;

import java.util.Locale;
import java.util.Random;

/**
 * A privacy model in plain numbers.
 *
 * @param type its word in the specification
 * @param bound its k, l, t, beta, threshold or, for delta-presence, its max
 * @param other the c of a recursive l-diversity, the min of a delta-presence
 * @param word the distance, the estimator or whether it is enhanced
 */
record Model(String type, double bound, double other, String word) {
  /** Returns k-anonymity. */
  static Model k(int k) {
    return new Model("k-anonymity", k, 0, "");
  }

  /** Returns delta-presence. */
  static Model presence(double min, double max) {
    return new Model("delta-presence", max, min, "");
  }

  /**
   * Returns a random model of the classes or of all of them together.
   *
   * @param countsRows whether each row is a subject, without which Grassberger's estimate is not
   *     defined
   */
  static Model random(Random random, boolean countsRows) {
    double share = random.nextInt(100) / 100.0;
    return switch (random.nextInt(10)) {
      case 0 -> new Model("distinct-l-diversity", 1 + random.nextInt(3) * 0.75, 0, "");
      case 1 -> entropy(random, countsRows);
      case 2 -> new Model("recursive-c-l-diversity", 1 + random.nextInt(2), 1 + 3 * share, "");
      case 3 -> closeness("equal", share);
      case 4 -> closeness("ordered", share);
      case 5 -> closeness("hierarchical", share);
      case 6 ->
          new Model("beta-likeness", 0.5 + 4 * share, 0, random.nextBoolean() ? "true" : "false");
      case 7 -> new Model("average-risk", 0.15 + share / 2, 0, "");
      case 8 -> new Model("sample-uniqueness", share / 3, 0, "");
      default -> new Model("k-map", 1 + random.nextInt(6), 0, "");
    };
  }

  private static Model entropy(Random random, boolean countsRows) {
    String estimator = countsRows && random.nextBoolean() ? "grassberger" : "shannon";
    return new Model("entropy-l-diversity", 1 + random.nextInt(4) * 0.5, 0, estimator);
  }

  private static Model closeness(String distance, double share) {
    return new Model("t-closeness", 0.1 + share / 2, 0, distance);
  }

  /** Returns whether it is about the values of the sensitive attribute. */
  boolean isOfValues() {
    return yaml().contains("attribute: s");
  }

  /** Returns the model as a line of the specification. */
  String yaml() {
    return switch (type) {
      case "k-anonymity" -> line("k: %d", (int) bound);
      case "distinct-l-diversity" -> line("attribute: s, l: %s", bound);
      case "entropy-l-diversity" -> line("attribute: s, l: %s, estimator: %s", bound, word);
      case "recursive-c-l-diversity" -> line("attribute: s, l: %d, c: %s", (int) bound, other);
      case "t-closeness" -> line("attribute: s, t: %s, distance: %s", bound, word);
      case "beta-likeness" -> line("attribute: s, beta: %s, enhanced: %s", bound, word);
      case "delta-presence" -> line("min: %s, max: %s, subset: subset.csv", other, bound);
      case "k-map" -> line("k: %d, population: population.csv", (int) bound);
      default -> line("threshold: %s", bound);
    };
  }

  private String line(String keys, Object... numbers) {
    return "  - {type: " + type + ", " + String.format(Locale.ROOT, keys, numbers) + "}\n";
  }
}
