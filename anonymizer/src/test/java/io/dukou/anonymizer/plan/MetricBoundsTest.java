package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.table.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Losses, accounts and bounds worked out by hand for eight rows of one column: a bound that is too
 * low changes no optimum, so the random cases do not see it.
 *
 * <p>Values 1, 1, 2, 5, 5, 5, 6, 6; at level 1 below and from 4, which are 3 and 5 rows; at level 2
 * all. With k = 2 the one row of 2 is suppressed at level 0.
 */
final class MetricBoundsTest {
  private static final Table TABLE = PlanCase.table("a", "1", "1", "2", "5", "5", "5", "6", "6");
  private static final FrequencyTable COUNTED = counted(TABLE);
  private static final ModelSet PAIRS = models(new ModelSpec.KAnonymity(2));
  private static final int[] ORIGINAL = {0};
  private static final int[] HALVES = {1};

  private static FrequencyTable counted(Table table) {
    return FrequencyTableBuilder.build(
        Preparation.of(
                table, PlanCase.spec("", "a: {role: quasi-identifier, hierarchy: {cuts: [4]}}"))
            .universe());
  }

  private static ModelSet models(ModelSpec model) {
    return PlanningTask.bind(List.of(model), List.of(), COUNTED, Map.of());
  }

  private static InformationLoss metric(MetricSpec.Type type, double factor, boolean monotonic) {
    MetricSpec spec = new MetricSpec(type, Aggregate.SUM, factor, monotonic);
    return PlanningTask.metric(spec, new double[] {0.5}, COUNTED, PAIRS);
  }

  private static CountedNode node(int[] levels) {
    Grouping grouping = new Grouping();
    new Regrouper(COUNTED).roll(COUNTED.base(), 0, 1, levels, grouping);
    CountedNode node = new CountedNode(COUNTED, grouping);
    node.reset(levels);
    new NodeJudge(COUNTED, PAIRS, metric(MetricSpec.Type.HEIGHT, 0.5, false), 8).judge(node);
    return node;
  }

  private static double loss(InformationLoss metric, int[] levels) {
    double[] target = new double[1];
    metric.loss(levels, metric.account(node(levels), false), target);
    return target[0];
  }

  private static double bound(
      InformationLoss metric, int[] levels, double[] evidence, double[] finer) {
    double[] target = new double[1];
    metric.bound(levels, evidence, finer, target);
    return target[0];
  }

  @Test
  void averageSize_isBoundByTheMostClassesThereCanBe() {
    InformationLoss metric = metric(MetricSpec.Type.AECS, 0.5, false);

    assertThat(loss(metric, ORIGINAL)).isEqualTo(8.0 / (3 + 1));
    assertThat(loss(metric, HALVES)).isEqualTo(8.0 / 2);
    assertThat(metric.finer(COUNTED.base())).containsExactly(4);
    assertThat(metric.account(node(ORIGINAL), true)).containsExactly(1, 0);
    assertThat(bound(metric, ORIGINAL, null, null)).isEqualTo(8.0 / (4 + 1));
    assertThat(bound(metric, ORIGINAL, null, new double[] {2})).isEqualTo(8.0 / (2 + 1));
    assertThat(bound(metric, ORIGINAL, new double[] {1, 0}, null)).isEqualTo(8.0 / (3 + 1));
    assertThat(bound(metric, ORIGINAL, new double[] {2, 0}, new double[] {4}))
        .isEqualTo(8.0 / (3 + 1));
  }

  @Test
  void averageSize_weighsClassesAndSuppressionByTheFactor() {
    InformationLoss suppressing = metric(MetricSpec.Type.AECS, 0.25, false);
    InformationLoss generalising = metric(MetricSpec.Type.AECS, 0.75, false);

    assertThat(loss(suppressing, ORIGINAL)).isEqualTo(8 / (3 * 0.5 + 1));
    assertThat(loss(generalising, ORIGINAL)).isEqualTo(8 / (3 + 0.5));
    assertThat(bound(generalising, ORIGINAL, null, null)).isEqualTo(8 / (4 + 0.5));
  }

  @Test
  void averageSize_countsNoClassOfWhichNothingIsToBeReleased() {
    Grouping grouping = new Grouping();
    grouping.classCount = 3;
    grouping.subjects = new int[] {2, 0, 1};

    assertThat(metric(MetricSpec.Type.AECS, 0.5, false).finer(grouping)).containsExactly(2);
  }

  @Test
  void discernibility_isBoundBySquaresOfFinerClassesAndWhatIsSuppressed() {
    InformationLoss metric = metric(MetricSpec.Type.DISCERNIBILITY, 0.5, false);

    assertThat(loss(metric, ORIGINAL)).isEqualTo(4 + 9 + 4 + 8 * 1);
    assertThat(loss(metric, HALVES)).isEqualTo(9 + 25);
    assertThat(metric.finer(COUNTED.base())).containsExactly(4 + 1 + 9 + 4);
    assertThat(metric.account(node(ORIGINAL), true)).containsExactly(7, 0);
    assertThat(bound(metric, ORIGINAL, null, null)).isEqualTo(8);
    assertThat(bound(metric, ORIGINAL, new double[] {7, 0}, null)).isEqualTo(7 + 8);
    assertThat(bound(metric, ORIGINAL, new double[] {7, 0}, new double[] {18})).isEqualTo(25);
  }

  @Test
  void discernibilityStar_leavesSuppressionOut() {
    InformationLoss metric = metric(MetricSpec.Type.DISCERNIBILITY_STAR, 0.5, false);

    assertThat(loss(metric, ORIGINAL)).isEqualTo(4 + 1 + 9 + 4);
    assertThat(metric.account(node(ORIGINAL), true)).containsExactly(0, 0);
  }

  @Test
  void discernibility_ofSubjectsWithSeveralRows_squaresRows() {
    Grouping grouping = new Grouping();
    grouping.classCount = 2;
    grouping.subjects = new int[] {3, 1};
    grouping.starts = new int[] {0, 2, 3};
    grouping.members = new int[] {0, 1, 1};

    assertThat(metric(MetricSpec.Type.DISCERNIBILITY, 0.5, false).finer(grouping))
        .containsExactly(6 * 6 + 1);
  }

  @Test
  void precision_isBoundByTheBetterOfTheFewestAndTheMostSuppressedRows() {
    InformationLoss metric = metric(MetricSpec.Type.PRECISION, 0.25, false);

    assertThat(loss(metric, ORIGINAL)).isEqualTo(0.5 / 8);
    assertThat(loss(metric, HALVES)).isEqualTo(0.5);
    assertThat(loss(metric, new int[] {2})).isEqualTo(1);
    assertThat(metric.account(node(ORIGINAL), true)).containsExactly(1);
    assertThat(bound(metric, ORIGINAL, null, null)).isZero();
    assertThat(bound(metric, ORIGINAL, new double[] {2}, null)).isEqualTo(2 * 0.5 / 8);
    assertThat(bound(metric, new int[] {2}, new double[] {2}, null)).isEqualTo(0.5);
  }

  @Test
  void precisionAndHeight_inMonotonicForm_leaveSuppressionOut() {
    InformationLoss precision = metric(MetricSpec.Type.PRECISION, 0.75, true);
    InformationLoss height = metric(MetricSpec.Type.HEIGHT, 0.5, false);

    assertThat(loss(precision, ORIGINAL)).isZero();
    assertThat(loss(precision, HALVES)).isEqualTo(0.25);
    assertThat(precision.account(node(ORIGINAL), true)).containsExactly(0);
    assertThat(loss(height, HALVES)).isEqualTo(1);
    assertThat(bound(height, HALVES, null, null)).isEqualTo(1);
  }

  @Test
  void entropy_isBoundByGeneralisationAndWhatIsSuppressed() {
    InformationLoss metric = metric(MetricSpec.Type.NON_UNIFORM_ENTROPY, 0.5, false);
    double halves = 2 * log2(3.0 / 2) + log2(3) + 3 * log2(5.0 / 3) + 2 * log2(5.0 / 2);

    assertThat(loss(metric, ORIGINAL)).isZero();
    assertThat(loss(metric, HALVES)).isCloseTo(halves, within(1e-9));
    assertThat(bound(metric, HALVES, null, null)).isCloseTo(halves, within(1e-9));
    assertThat(bound(metric, HALVES, new double[] {1.5}, null))
        .isCloseTo(halves + 1.5, within(1e-9));
  }

  @Test
  void entropy_ofSuppressedRows_isThatOfTheirForms() {
    InformationLoss metric = metric(MetricSpec.Type.NON_UNIFORM_ENTROPY, 0.5, false);
    CountedNode node = node(ORIGINAL);
    node.judge(0, CountedNode.HARD);

    assertThat(metric.account(node, true)[0]).isCloseTo(2 * log2(3.0 / 2) + log2(3), within(1e-12));
    assertThat(metric(MetricSpec.Type.NON_UNIFORM_ENTROPY, 0.5, true).account(node, true))
        .containsExactly(0);
  }

  @Test
  void domainShare_isBoundByTheLeavesOfAllRowsAndWhatIsSuppressed() {
    InformationLoss metric = metric(MetricSpec.Type.LOSS, 0.5, false);

    assertThat(loss(metric, ORIGINAL)).isEqualTo(0.125);
    assertThat(loss(metric, HALVES)).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(loss(metric, new int[] {2})).isEqualTo(1);
    assertThat(metric.account(node(ORIGINAL), true)).containsExactly(4 - 1);
    assertThat(bound(metric, ORIGINAL, null, null)).isZero();
    assertThat(bound(metric, ORIGINAL, new double[] {3}, null)).isEqualTo(0.125);
  }

  @Test
  void evidence_isTheStrongerOfBoth_numberByNumber() {
    double[] one = {1, 4};
    double[] other = {3, 2};

    assertThat(InformationLoss.stronger(one, other)).containsExactly(3, 4);
    assertThat(InformationLoss.stronger(null, other)).isSameAs(other);
    assertThat(InformationLoss.stronger(one, null)).isSameAs(one);
    assertThat(InformationLoss.stronger(one, one)).isSameAs(one);
    assertThat(InformationLoss.stronger(null, null)).isNull();
  }

  private static double log2(double number) {
    return Math.log(number) / Math.log(2);
  }
}
