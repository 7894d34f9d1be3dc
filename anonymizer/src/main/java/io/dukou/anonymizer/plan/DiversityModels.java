package io.dukou.anonymizer.plan;

import java.util.Arrays;

/**
 * Models of how many values of a sensitive attribute a class has, and how evenly (Machanavajjhala,
 * Kifer, Gehrke and Venkitasubramaniam, l-diversity, 2007).
 *
 * <p>Each of them asks for as many subjects as values too. Where each row is a subject of its own
 * that follows; a subject with several rows has several values, and would else be released alone.
 */
final class DiversityModels {
  /** Relative difference up to which sums of logarithms are equal. */
  private static final double EQUAL = 1e-12;

  private DiversityModels() {}

  /**
   * Each class has at least {@code l} values and {@code l} subjects.
   *
   * @param attribute number of the sensitive attribute
   * @param l at least 1
   */
  record Distinct(int attribute, int l) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return view.subjects() >= l && view.valueCount(attribute) >= l;
    }

    @Override
    public int leastSubjects() {
      return l;
    }

    /** Returns the largest l that the class meets, at least 1. */
    static int reached(ClassView view, int attribute) {
      return Math.min(view.subjects(), view.valueCount(attribute));
    }

    @Override
    public boolean isMonotone() {
      return true;
    }
  }

  /**
   * Each class has at least {@code l} values and {@code l} subjects, and its estimated entropy is
   * at least ln {@code l}: the sum over all values of h psi(h) is at most n (psi(n) - ln l).
   *
   * @param attribute number of the sensitive attribute
   * @param l at least 1
   * @param estimate psi
   * @param unit weight of a subject
   */
  record Entropy(int attribute, double l, EntropyEstimate estimate, long unit)
      implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      if (view.subjects() < l || view.valueCount(attribute) < l) {
        return false;
      }
      double subjects = view.subjects();
      double whole = subjects * estimate.psi(subjects);
      return sum(view) <= whole - subjects * Math.log(l) + EQUAL * Math.max(1, Math.abs(whole));
    }

    private double sum(ClassView view) {
      double sum = 0;
      for (int i = view.start(attribute); i < view.end(attribute); i++) {
        double count = (double) view.weight(attribute, i) / unit;
        sum += count * estimate.psi(count);
      }
      return sum;
    }

    /** Returns the largest l that the class meets by its subjects and its entropy, at least 1. */
    double reached(ClassView view) {
      double entropy = estimate.psi(view.subjects()) - sum(view) / view.subjects();
      return Math.min(view.subjects(), Math.exp(Math.max(0, entropy)));
    }

    @Override
    public boolean isMonotone() {
      return false;
    }

    @Override
    public int leastSubjects() {
      return (int) Math.ceil(l);
    }
  }

  /**
   * Each class has at least {@code l} subjects, and in it the most frequent value weighs less than
   * {@code c} times as much as the l-th most frequent and all rarer ones together.
   *
   * @param attribute number of the sensitive attribute
   * @param c above 0
   * @param l at least 1
   */
  record Recursive(int attribute, double c, int l) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      int count = view.valueCount(attribute);
      if (view.subjects() < l || count < l) {
        return false;
      }
      long[] weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = view.weight(attribute, view.start(attribute) + i);
      }
      Arrays.sort(weights);
      long rare = 0;
      for (int i = 0; i <= count - l; i++) {
        rare += weights[i];
      }
      return weights[count - 1] < c * rare;
    }

    @Override
    public boolean isMonotone() {
      return false;
    }

    @Override
    public int leastSubjects() {
      return l;
    }
  }
}
