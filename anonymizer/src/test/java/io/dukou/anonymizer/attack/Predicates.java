package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The privacy models of sensitive values, from their definitions. */
final class Predicates {
  private static final double ROUNDING = 1e-9;

  private final boolean byNumber;
  private final Map<String, Double> whole;
  private final double all;

  /**
   * Compares classes with the whole table.
   *
   * @param study says how values are ordered
   * @param everyone the sensitive values of each subject that is counted
   */
  Predicates(Study study, Iterable<Set<String>> everyone) {
    this.byNumber = study.sensitiveType().equals("integer");
    this.whole = weights(everyone);
    this.all = whole.values().stream().mapToDouble(each -> each).sum();
  }

  /** Adds up one for each subject, shared out among its different values. */
  private static Map<String, Double> weights(Iterable<Set<String>> subjects) {
    Map<String, Double> weights = new TreeMap<>();
    for (Set<String> values : subjects) {
      values.forEach(value -> weights.merge(value, 1.0 / values.size(), Double::sum));
    }
    return weights;
  }

  /** Returns whether a class of {@code n} subjects with these values meets a model. */
  boolean accept(Model model, int n, Iterable<Set<String>> subjects) {
    Map<String, Double> weights = weights(subjects);
    return switch (model.type()) {
      case "distinct-l-diversity" -> isManifold(model, n, weights);
      case "entropy-l-diversity" ->
          isManifold(model, n, weights)
              && entropy(model, n, weights) >= Math.log(model.bound()) - ROUNDING;
      case "recursive-c-l-diversity" ->
          isManifold(model, n, weights) && isRecursivelyDiverse(model, weights);
      case "t-closeness" -> distance(model.word(), gains(n, weights)) <= model.bound() + ROUNDING;
      case "beta-likeness" -> isLike(model, gains(n, weights));
      default -> true;
    };
  }

  /** Returns whether there are l subjects and l values: one subject may have several. */
  private static boolean isManifold(Model model, int n, Map<String, Double> weights) {
    double l = Math.ceil(model.bound());
    return n >= l && weights.size() >= l;
  }

  /** Returns the entropy of a class in nats: psi(n) less the mean of psi(count). */
  private static double entropy(Model model, int n, Map<String, Double> weights) {
    boolean shannon = model.word().equals("shannon");
    double sum = 0;
    for (double count : weights.values()) {
      sum += count * (shannon ? Math.log(count) : grassberger((int) count));
    }
    return (shannon ? Math.log(n) : grassberger(n)) - sum / n;
  }

  /** Returns G(n) of Grassberger (2003): -gamma - ln 2 + 2/1 + 2/3 + 2/5 + ... up to n. */
  private static double grassberger(int n) {
    double sum = -0.5772156649015329 - Math.log(2);
    for (int odd = 1; odd < n; odd += 2) {
      sum += 2.0 / odd;
    }
    return sum;
  }

  private static boolean isRecursivelyDiverse(Model model, Map<String, Double> weights) {
    List<Double> falling = new ArrayList<>(weights.values());
    falling.sort(Comparator.reverseOrder());
    double rare = falling.stream().skip((long) model.bound() - 1).mapToDouble(each -> each).sum();
    return falling.get(0) < model.other() * rare + ROUNDING;
  }

  /** Returns for each value by how much its share in the class is above that in the table. */
  private Map<String, Double> gains(int n, Map<String, Double> weights) {
    Map<String, Double> gains = new HashMap<>();
    whole.forEach(
        (value, total) -> gains.put(value, weights.getOrDefault(value, 0.0) / n - total / all));
    return gains;
  }

  private boolean isLike(Model model, Map<String, Double> gains) {
    return gains.entrySet().stream()
        .allMatch(
            gain -> {
              double share = whole.get(gain.getKey()) / all;
              double most =
                  model.word().equals("true")
                      ? Math.min(model.bound(), -Math.log(share))
                      : model.bound();
              return gain.getValue() / share <= most + ROUNDING;
            });
  }

  private double distance(String kind, Map<String, Double> gains) {
    return switch (kind) {
      case "equal" -> gains.values().stream().mapToDouble(Math::abs).sum() / 2;
      case "ordered" -> ordered(gains);
      default -> hierarchical(gains);
    };
  }

  private double ordered(Map<String, Double> gains) {
    List<String> values = new ArrayList<>(gains.keySet());
    values.sort(byNumber ? Comparator.comparing(Integer::valueOf) : Comparator.naturalOrder());
    double carried = 0;
    double moved = 0;
    for (String value : values) {
      carried += gains.get(value);
      moved += Math.abs(carried);
    }
    return values.size() < 2 ? 0 : moved / (values.size() - 1);
  }

  /** Carries within the two groups of values and then, if both occur, between them. */
  private static double hierarchical(Map<String, Double> gains) {
    Set<String> groups = new HashSet<>();
    gains.keySet().forEach(value -> groups.add(Study.SENSITIVE_GROUPS.get(value)));
    double within = 0;
    double between = 0;
    for (String group : groups) {
      double more = 0;
      double less = 0;
      for (Map.Entry<String, Double> gain : gains.entrySet()) {
        if (Study.SENSITIVE_GROUPS.get(gain.getKey()).equals(group)) {
          more += Math.max(0, gain.getValue());
          less += Math.max(0, -gain.getValue());
        }
      }
      within += Math.min(more, less);
      between += Math.max(0, more - less);
    }
    return within / groups.size() + (groups.size() == 1 ? 0 : between);
  }
}
