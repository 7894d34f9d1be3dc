package io.dukou.anonymizer.plan;

/**
 * The classes that the counted rows make up at some levels, each with its verdict.
 *
 * @param table what was counted
 * @param node the levels and their classes
 * @param judge who judged them
 * @param classOf for each class at level 0 the class here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Judgement(FrequencyTable table, CountedNode node, NodeJudge judge, int[] classOf) {
  /** Judges the classes at {@code levels}, of which {@code limit} subjects may be suppressed. */
  static Judgement of(
      FrequencyTable table, ModelSet models, InformationLoss metric, long limit, int[] levels) {
    Grouping grouping = new Grouping();
    Regrouper regrouper = new Regrouper(table);
    regrouper.roll(table.base(), 0, table.dimensions(), levels, grouping);
    CountedNode node = new CountedNode(table, grouping);
    node.reset(levels);
    NodeJudge judge = new NodeJudge(table, models, metric, limit);
    judge.judge(node);
    return new Judgement(table, node, judge, regrouper.classOf());
  }

  /** Returns the class of a row, or {@link Universe#NONE} if it is not counted. */
  int classOfRow(int row) {
    int index = table.classOfRow(row);
    return index == Universe.NONE ? Universe.NONE : classOf[index];
  }

  /** Returns the number of subjects of a class that are to be released, if it may be. */
  int subjectsOf(int index) {
    return node.grouping().subjects[index];
  }

  /** Returns whether a class holds subjects that are released. */
  boolean isReleased(int index) {
    return node.verdict(index) == CountedNode.RELEASED
        && subjectsOf(index) > 0
        && !judge.withholds(node, index);
  }

  /** Returns for each row that is to be released whether it is. */
  boolean[] releasedRows() {
    boolean[] released = new boolean[table.plannedRows()];
    for (int row = 0; row < released.length; row++) {
      int index = classOfRow(row);
      released[row] = index != Universe.NONE && isReleased(index);
    }
    return released;
  }
}
