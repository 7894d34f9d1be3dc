package io.dukou.anonymizer.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what a counted combination of levels suppresses, and whether that is within the limit.
 *
 * <p>First every class that some model of classes does not accept is suppressed. Then, for the
 * models of the sample, the smallest further classes go, one after the other until all are met: of
 * equal size, those that cost least under the metric, then those whose first row comes first. For
 * these models a class at the root of every hierarchy counts as suppressed already: it takes no
 * part, does not count towards the limit (as in ARX 3.9.2), and is {@linkplain #withholds
 * withheld}. Not thread-safe.
 */
final class NodeJudge {
  private final FrequencyTable table;
  private final List<ClassModel> models;
  private final List<SampleModel> samples;
  private final InformationLoss metric;
  private final int leastSubjects;
  private final long limit;
  private final boolean judgesUnreleased;

  /** Prepares to suppress at most {@code limit} subjects. */
  NodeJudge(FrequencyTable table, ModelSet models, InformationLoss metric, long limit) {
    this.table = table;
    this.models = models.beyondSize();
    this.samples = models.ofSample();
    this.metric = metric;
    this.leastSubjects = models.leastSubjects();
    this.limit = limit;
    this.judgesUnreleased = table.base().populations.length > 0;
  }

  /** Judges every class of {@code node} and the node itself. */
  void judge(CountedNode node) {
    if (models.isEmpty() && samples.isEmpty() && !judgesUnreleased) {
      judgeSizes(node);
    } else {
      judgeAll(node);
    }
  }

  /** Judges where a class is released if it is large enough. */
  private void judgeSizes(CountedNode node) {
    int[] subjects = node.grouping().subjects;
    int least = leastSubjects;
    long suppressed = 0;
    for (int index = 0; index < node.grouping().classCount; index++) {
      if (subjects[index] < least && subjects[index] > 0) {
        node.judge(index, CountedNode.HARD);
        suppressed += subjects[index];
      }
    }
    node.conclude(suppressed <= limit, suppressed <= limit);
  }

  private void judgeAll(CountedNode node) {
    Grouping grouping = node.grouping();
    ClassView view = new ClassView(grouping);
    boolean possible = true;
    long hard = 0;
    long all = 0;
    for (int index = 0; index < grouping.classCount; index++) {
      int subjects = grouping.subjects[index];
      if (subjects == 0) {
        possible &= !judgesUnreleased || acceptsUnreleased(view.at(index));
        continue;
      }
      byte verdict = subjects < leastSubjects ? CountedNode.HARD : verdict(view.at(index));
      if (verdict != CountedNode.RELEASED) {
        node.judge(index, verdict);
        int counted = withholds(node, index) ? 0 : subjects;
        all += counted;
        hard += verdict == CountedNode.HARD ? counted : 0;
      }
    }
    if (!samples.isEmpty() && possible && all <= limit) {
      all += suppressForSample(node);
    }
    node.conclude(possible && all <= limit, hard <= limit);
  }

  private byte verdict(ClassView view) {
    for (ClassModel model : models) {
      if (!model.accepts(view)) {
        return model.isMonotone() ? CountedNode.HARD : CountedNode.SOFT;
      }
    }
    return CountedNode.RELEASED;
  }

  private boolean acceptsUnreleased(ClassView view) {
    for (ClassModel model : models) {
      if (!model.acceptsUnreleased(view)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether a class is not released although no model of classes minds, since nothing but
   * the form of everything would be: beside models of the sample it counts as suppressed.
   */
  boolean withholds(CountedNode node, int index) {
    return !samples.isEmpty() && isRoot(node, index);
  }

  /** Returns whether every quasi-identifier of a class is at a form that stands for everything. */
  private boolean isRoot(CountedNode node, int index) {
    Grouping grouping = node.grouping();
    int[] starts = grouping.starts;
    int from = starts == null ? index : starts[index];
    int to = starts == null ? index + 1 : starts[index + 1];
    for (int place = from; place < to; place++) {
      int tuple = starts == null ? place : grouping.members[place];
      for (int i = 0; i < table.dimensions(); i++) {
        if (!table.isRoot(i, node.levels()[i], node.code(i, tuple))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Suppresses the smallest classes until the sample is acceptable; returns their subjects. */
  private long suppressForSample(CountedNode node) {
    List<Integer> left = new ArrayList<>();
    Grouping grouping = node.grouping();
    long subjects = 0;
    long singles = 0;
    for (int index = 0; index < grouping.classCount; index++) {
      boolean released = node.verdict(index) == CountedNode.RELEASED;
      if (released && grouping.subjects[index] > 0 && !withholds(node, index)) {
        left.add(index);
        subjects += grouping.subjects[index];
        singles += grouping.subjects[index] == 1 ? 1 : 0;
      }
    }
    if (isAccepted(left.size(), subjects, singles)) {
      return 0;
    }
    left.sort(order(node));
    long suppressed = 0;
    int next = 0;
    while (!isAccepted(left.size() - next, subjects - suppressed, singles)) {
      int index = left.get(next++);
      node.judge(index, CountedNode.SOFT);
      suppressed += grouping.subjects[index];
      singles -= grouping.subjects[index] == 1 ? 1 : 0;
    }
    return suppressed;
  }

  private boolean isAccepted(long classes, long subjects, long singles) {
    for (SampleModel sample : samples) {
      if (!sample.accepts(classes, subjects, singles)) {
        return false;
      }
    }
    return true;
  }

  /** Orders classes by size, then by what releasing them costs; their order decides the rest. */
  private Comparator<Integer> order(CountedNode node) {
    int[] subjects = node.grouping().subjects;
    double[] losses = new double[node.grouping().classCount];
    for (int index = 0; index < losses.length; index++) {
      losses[index] = metric.classLoss(node, index);
    }
    return Comparator.<Integer>comparingInt(index -> subjects[index])
        .thenComparingDouble(index -> losses[index])
        .thenComparingInt(index -> node.grouping().firstRows[index]);
  }
}
