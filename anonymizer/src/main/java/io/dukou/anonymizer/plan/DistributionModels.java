package io.dukou.anonymizer.plan;

/**
 * Models of how far the values of a class are from those of the whole table.
 *
 * <p>With h the weight of a value in a class of n subjects, H its weight in all N subjects, and u
 * the weight of one subject, h/(n u) - H/(N u) is (h N - H n) / (n N u). The numerators are whole
 * numbers; they are kept in doubles, which hold them exactly below 2^53, and divided last and once,
 * so that a distance that is the bound exactly is rounded as the bound was, and meets it.
 */
final class DistributionModels {
  private DistributionModels() {}

  /** The weights of the values in the whole table. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Whole(int attribute, long[] totals, int subjects, long unit) {
    /** Returns h N - H n for a value. */
    double excess(int value, long weight, int classSubjects) {
      return (double) weight * subjects - (double) totals[value] * classSubjects;
    }

    /** Returns n N u. */
    double scale(int classSubjects) {
      return (double) classSubjects * subjects * unit;
    }
  }

  /**
   * Half the sum of all differences of shares is at most {@code t} (Li, Li and Venkatasubramanian,
   * t-Closeness, 2007, equal distance).
   *
   * @param whole the whole table
   * @param t from 0 to 1
   */
  record EqualCloseness(Whole whole, double t) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return distance(view) <= t;
    }

    /** Returns the distance of the class, from 0 to 1. */
    double distance(ClassView view) {
      int subjects = view.subjects();
      double sum = whole.scale(subjects);
      for (int i = view.start(whole.attribute); i < view.end(whole.attribute); i++) {
        int value = view.value(whole.attribute, i);
        double excess = whole.excess(value, view.weight(whole.attribute, i), subjects);
        sum += Math.abs(excess) - (double) whole.totals[value] * subjects;
      }
      return sum / (2 * whole.scale(subjects));
    }

    @Override
    public boolean isMonotone() {
      return false;
    }
  }

  /**
   * The sum of all differences of cumulated shares, divided by one less than the number of values,
   * is at most {@code t} (the same, ordered distance).
   *
   * @param whole the whole table
   * @param t from 0 to 1
   * @param rankOf the place of each value in the order, from 0
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record OrderedCloseness(Whole whole, double t, int[] rankOf) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return distance(view) <= t;
    }

    /** Returns the distance of the class, from 0 to 1. */
    double distance(ClassView view) {
      if (rankOf.length < 2) {
        return 0;
      }
      double[] excess = new double[rankOf.length];
      int subjects = view.subjects();
      for (int value = 0; value < rankOf.length; value++) {
        excess[rankOf[value]] = whole.excess(value, 0, subjects);
      }
      for (int i = view.start(whole.attribute); i < view.end(whole.attribute); i++) {
        excess[rankOf[view.value(whole.attribute, i)]] +=
            (double) view.weight(whole.attribute, i) * whole.subjects;
      }
      double cumulated = 0;
      double sum = 0;
      for (double each : excess) {
        cumulated += each;
        sum += Math.abs(cumulated);
      }
      return sum / (whole.scale(subjects) * (rankOf.length - 1));
    }

    @Override
    public boolean isMonotone() {
      return false;
    }
  }

  /**
   * What must be carried within the tree of values, weighted by how high up it is carried, is at
   * most {@code t} (the same, hierarchical distance): the sum over inner nodes of level / height
   * times the smaller of what its children have too much and too little.
   *
   * @param whole the whole table
   * @param t from 0 to 1
   * @param tree the values
   */
  record HierarchicalCloseness(Whole whole, double t, ValueTree tree) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      return distance(view) <= t;
    }

    /** Returns the distance of the class, from 0 to 1. */
    double distance(ClassView view) {
      int subjects = view.subjects();
      double[] excess = new double[whole.totals.length];
      for (int value = 0; value < excess.length; value++) {
        excess[value] = whole.excess(value, 0, subjects);
      }
      for (int i = view.start(whole.attribute); i < view.end(whole.attribute); i++) {
        excess[view.value(whole.attribute, i)] +=
            (double) view.weight(whole.attribute, i) * whole.subjects;
      }
      return tree.carried(excess) / (whole.scale(subjects) * tree.height());
    }

    @Override
    public boolean isMonotone() {
      return false;
    }
  }

  /**
   * The share of no value grows by more than {@code beta} times, nor, if enhanced, by more than
   * minus the logarithm of its share (Cao and Karras, Publishing Microdata with a Robust Privacy
   * Guarantee, 2012).
   *
   * @param whole the whole table
   * @param beta above 0
   * @param enhanced whether the logarithm bounds too
   */
  record Likeness(Whole whole, double beta, boolean enhanced) implements ClassModel {
    @Override
    public boolean accepts(ClassView view) {
      for (int i = view.start(whole.attribute); i < view.end(whole.attribute); i++) {
        if (gain(view, i) > bound((double) whole.totals[view.value(whole.attribute, i)])) {
          return false;
        }
      }
      return true;
    }

    /** Returns how many times more, on top, the value at a place weighs than in the whole table. */
    private double gain(ClassView view, int place) {
      int value = view.value(whole.attribute, place);
      double excess = whole.excess(value, view.weight(whole.attribute, place), view.subjects());
      return excess / ((double) whole.totals[value] * view.subjects());
    }

    /** Returns the largest gain of a value of the class. */
    double largestGain(ClassView view) {
      double largest = 0;
      for (int i = view.start(whole.attribute); i < view.end(whole.attribute); i++) {
        largest = Math.max(largest, gain(view, i));
      }
      return largest;
    }

    private double bound(double total) {
      double share = total / ((double) whole.subjects * whole.unit);
      return enhanced ? Math.min(beta, -Math.log(share)) : beta;
    }

    @Override
    public boolean isMonotone() {
      return false;
    }
  }
}
