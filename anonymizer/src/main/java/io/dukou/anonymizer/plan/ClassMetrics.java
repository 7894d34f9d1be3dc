package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;
import org.jspecify.annotations.Nullable;

/** Metrics of the sizes of classes, in rows. */
final class ClassMetrics {
  private ClassMetrics() {}

  /**
   * Average equivalence class size (LeFevre, DeWitt and Ramakrishnan, Mondrian, 2006; as in ARX
   * 3.9.2): N / (K s + g if any row is suppressed), K the number of released classes. That s and g
   * stand where one expects the other is ARX's definition.
   *
   * <p>A bound follows from the most classes that there can be: no more than in a finer
   * combination, and no more than the rows that are not suppressed hold.
   */
  static final class AverageSize implements InformationLoss {
    private final double rows;
    private final double subjects;
    private final double suppressionFactor;
    private final double generalisationFactor;
    private final int leastSubjects;

    /**
     * Prepares the metric for a table.
     *
     * @param leastSubjects subjects below which no class is released
     */
    AverageSize(FrequencyTable table, MetricSpec spec, int leastSubjects) {
      this.rows = table.rowCount();
      this.subjects = table.subjectCount();
      this.suppressionFactor = Factors.suppression(spec);
      this.generalisationFactor = Factors.generalisation(spec);
      this.leastSubjects = leastSubjects;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean isOfSuppressionOnly() {
      return false;
    }

    /** Counts suppressed subjects, then released classes. */
    @Override
    public double[] account(CountedNode node, boolean hardOnly) {
      Grouping grouping = node.grouping();
      byte least = hardOnly ? CountedNode.HARD : CountedNode.SOFT;
      double[] account = new double[2];
      for (int index = 0; index < grouping.classCount; index++) {
        boolean suppressed = node.verdict(index) >= least;
        account[0] += suppressed ? grouping.subjects[index] : 0;
        account[1] += !hardOnly && !suppressed && grouping.subjects[index] > 0 ? 1 : 0;
      }
      return account;
    }

    @Override
    public void loss(int[] levels, double[] account, double[] target) {
      target[0] = size(account[1], account[0] > 0 ? generalisationFactor : 0);
    }

    private double size(double classes, double added) {
      double divisor = classes * suppressionFactor + added;
      return rows == 0 ? 0 : rows / divisor;
    }

    @Override
    public void bound(
        int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target) {
      double left = subjects - (evidence == null ? 0 : evidence[0]);
      double classes = Math.floor(left / leastSubjects);
      if (finer != null) {
        classes = Math.min(classes, finer[0]);
      }
      target[0] = size(classes, generalisationFactor);
    }

    @Override
    public double[] finer(Grouping grouping) {
      double classes = 0;
      for (int index = 0; index < grouping.classCount; index++) {
        classes += grouping.subjects[index] > 0 ? 1 : 0;
      }
      return new double[] {classes};
    }
  }

  /**
   * Discernibility (Bayardo and Agrawal, 2005; as in ARX 3.9.2): the sum of the squares of the
   * sizes of released classes, and N times the size of each suppressed one; or, in the form that
   * leaves suppression out, the sum of all squares.
   *
   * <p>With n the size of a class it is the sum of all n^2 and, over suppressed classes, of n (N -
   * n). The first is not below that of a finer combination. The second is not below that of the
   * classes that a coarser combination suppresses, since their parts are smaller and all
   * suppressed.
   */
  static final class Discernibility implements InformationLoss {
    private final double rows;
    private final boolean isStar;

    /** Prepares the metric for a table. */
    Discernibility(FrequencyTable table, boolean isStar) {
      this.rows = table.rowCount();
      this.isStar = isStar;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean isOfSuppressionOnly() {
      return false;
    }

    /** Sums what suppressed classes add, then all squares. */
    @Override
    public double[] account(CountedNode node, boolean hardOnly) {
      Grouping grouping = node.grouping();
      byte least = hardOnly ? CountedNode.HARD : CountedNode.SOFT;
      double[] account = new double[2];
      for (int index = 0; index < grouping.classCount; index++) {
        double size = grouping.rowsOfClass(index);
        boolean counts = !isStar && node.verdict(index) >= least;
        account[0] += counts ? size * (rows - size) : 0;
        account[1] += hardOnly ? 0 : size * size;
      }
      return account;
    }

    @Override
    public void loss(int[] levels, double[] account, double[] target) {
      target[0] = account[0] + account[1];
    }

    @Override
    public void bound(
        int[] levels, double @Nullable [] evidence, double @Nullable [] finer, double[] target) {
      target[0] = (evidence == null ? 0 : evidence[0]) + (finer == null ? rows : finer[0]);
    }

    @Override
    public double[] finer(Grouping grouping) {
      double squares = 0;
      for (int index = 0; index < grouping.classCount; index++) {
        double size = grouping.rowsOfClass(index);
        squares += size * size;
      }
      return new double[] {squares};
    }
  }
}
