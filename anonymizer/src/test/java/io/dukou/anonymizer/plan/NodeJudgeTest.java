package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which classes are suppressed, in which order, and what counts towards the limit. */
final class NodeJudgeTest {
  private static final SampleModel FEW_SINGLES = new SampleModel.Uniqueness(0.2);

  /** Counts a table at the given levels, and judges it. */
  private static CountedNode judged(
      Table table, List<ClassModel> classes, SampleModel sample, long limit, int... levels) {
    return judged(table, grouping -> {}, classes, sample, limit, levels);
  }

  private static CountedNode judged(
      Table table,
      Consumer<Grouping> change,
      List<ClassModel> classes,
      SampleModel sample,
      long limit,
      int... levels) {
    FrequencyTable counted =
        FrequencyTableBuilder.build(
            Preparation.of(
                    table,
                    PlanCase.spec(
                        "models: [{type: sample-uniqueness, threshold: 0.2}]",
                        "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}",
                        "b: {role: quasi-identifier, hierarchy: {cuts: [2, 3]}}"))
                .universe());
    Grouping grouping = new Grouping();
    new Regrouper(counted).roll(counted.base(), 0, 2, levels, grouping);
    change.accept(grouping);
    CountedNode node = new CountedNode(counted, grouping);
    node.reset(levels);
    List<SampleModel> samples = sample == null ? List.of() : List.of(sample);
    MetricSpec loss = new MetricSpec(MetricSpec.Type.LOSS, Aggregate.SUM, 0.5, false);
    ModelSet models = new ModelSet(classes, samples);
    InformationLoss metric = PlanningTask.metric(loss, new double[] {0.5, 0.5}, counted, models);
    new NodeJudge(counted, models, metric, limit).judge(node);
    return node;
  }

  /** Returns the first rows of the classes with a verdict, in ascending order. */
  private static List<Integer> rows(CountedNode node, byte verdict) {
    List<Integer> rows = new ArrayList<>();
    for (int index = 0; index < node.grouping().classCount; index++) {
      if (node.verdict(index) == verdict) {
        rows.add(node.grouping().firstRows[index]);
      }
    }
    rows.sort(null);
    return rows;
  }

  @Test
  void classThatAMonotoneModelRefuses_isSuppressedHard_othersSoft() {
    Table table = PlanCase.table("a,b", "1,1", "1,1", "1,1", "5,1", "5,1", "6,1");
    ClassModel odd = refusing(2, false);

    CountedNode node = judged(table, List.of(new SizeModels.KAnonymity(2), odd), null, 3, 0, 0);

    assertThat(rows(node, CountedNode.RELEASED)).containsExactly(0);
    assertThat(rows(node, CountedNode.SOFT)).containsExactly(3);
    assertThat(rows(node, CountedNode.HARD)).containsExactly(5);
    assertThat(node.hasSoft()).isTrue();
    assertThat(node.isFeasible()).isTrue();
    assertThat(node.suppressedRowCount(true)).isEqualTo(1);
    assertThat(node.suppressedRowCount(false)).isEqualTo(3);
  }

  @Test
  void limit_isOnAllSuppressedSubjects_orOfFinerOnesOnTheHardOnes() {
    Table table = PlanCase.table("a,b", "1,1", "1,1", "1,1", "5,1", "5,1", "6,1");
    List<ClassModel> models = List.of(new SizeModels.KAnonymity(2), refusing(2, false));

    CountedNode beyond = judged(table, models, null, 2, 0, 0);
    CountedNode hopeless = judged(table, models, null, 0, 0, 0);

    assertThat(beyond.isFeasible()).isFalse();
    assertThat(beyond.isFeasibleFiner()).isTrue();
    assertThat(hopeless.isFeasibleFiner()).isFalse();
  }

  @Test
  void onlyHardSuppression_leavesNothingSoft() {
    Table table = PlanCase.table("a,b", "1,1", "1,1", "6,1");

    CountedNode node = judged(table, List.of(new SizeModels.KAnonymity(2)), null, 1, 0, 0);

    assertThat(node.hasSoft()).isFalse();
    assertThat(rows(node, CountedNode.HARD)).containsExactly(2);
  }

  @Test
  void sample_suppressesOfEqualClassesThoseThatCostLeast() {
    // At levels 1 and 0 a form of a covers 2 or 1 of its 3 values, so row 0 costs most.
    Table table = PlanCase.table("a,b", "1,1", "2,2", "6,3", "6,4", "6,4", "6,4", "6,4", "6,4");

    CountedNode node = judged(table, List.of(), FEW_SINGLES, 8, 1, 0);

    assertThat(rows(node, CountedNode.SOFT)).containsExactly(0, 2);
  }

  @Test
  void sample_suppressesOfClassesThatCostTheSameThoseOfTheFirstRows() {
    Table table = PlanCase.table("a,b", "1,9", "2,8", "1,8", "7,9", "7,9", "7,9", "7,9", "7,9");

    CountedNode node = judged(table, List.of(), FEW_SINGLES, 8, 0, 0);

    assertThat(rows(node, CountedNode.SOFT)).containsExactly(0, 1);
  }

  @Test
  void sample_thatIsMet_suppressesNothing() {
    Table table = PlanCase.table("a,b", "1,9", "7,9", "7,9", "7,9", "7,9");

    CountedNode node = judged(table, List.of(), FEW_SINGLES, 0, 0, 0);

    assertThat(rows(node, CountedNode.RELEASED)).hasSize(2);
    assertThat(node.isFeasible()).isTrue();
  }

  @Test
  void classOfWhichNothingIsToBeReleased_takesNoPartInTheSample() {
    Table table = PlanCase.table("a,b", "1,9", "2,9", "7,9", "7,9", "7,9", "7,9");

    CountedNode node =
        judged(
            table,
            grouping -> grouping.subjects[1] = 0,
            List.of(),
            new SampleModel.AverageRisk(0.4),
            0,
            0,
            0);

    assertThat(node.isFeasible()).isTrue();
    assertThat(rows(node, CountedNode.SOFT)).isEmpty();
  }

  @Test
  void classAtEveryRoot_takesNoPartInTheSample() {
    Table table = PlanCase.table("a,b", "1,9");

    assertThat(judged(table, List.of(), FEW_SINGLES, 0, 2, 2).isFeasible()).isTrue();
    assertThat(judged(table, List.of(), FEW_SINGLES, 0, 2, 1).isFeasible()).isFalse();
  }

  /** Returns a model that refuses classes of so many subjects. */
  private static ClassModel refusing(int subjects, boolean isMonotone) {
    return new ClassModel() {
      @Override
      public boolean accepts(ClassView view) {
        return view.subjects() != subjects;
      }

      @Override
      public boolean isMonotone() {
        return isMonotone;
      }
    };
  }
}
