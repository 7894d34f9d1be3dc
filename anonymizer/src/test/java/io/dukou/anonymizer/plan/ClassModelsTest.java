package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.CsvOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models at the very numbers where they begin to accept. */
final class ClassModelsTest {
  /** Two classes: x x x y, and z z w w. */
  private static final Column VALUES = column("x", "x", "x", "y", "z", "z", "w", "w");

  private static final int[] CLASSES = {0, 0, 0, 0, 1, 1, 1, 1};
  private static final SensitiveCounts COUNTS =
      SensitiveCounts.of(CLASSES, null, 2, List.of(VALUES));
  private static final DistributionModels.Whole WHOLE =
      new DistributionModels.Whole(0, COUNTS.totals()[0], 8, 1);

  private static Column column(String... cells) {
    return PlanCase.table(("a\n" + String.join("\n", cells)).split("\n", -1)).column("a");
  }

  private static ClassView view() {
    Grouping grouping = new Grouping();
    grouping.classCount = 2;
    grouping.subjects = new int[] {4, 4};
    grouping.populations = new int[][] {{8, 0}};
    grouping.spreads = COUNTS.spreads();
    return new ClassView(grouping);
  }

  private static boolean accepts(ClassModel model) {
    return model.accepts(view().at(0));
  }

  @Test
  void sizes_areEnoughAtTheNumber() {
    assertThat(accepts(new SizeModels.KAnonymity(4))).isTrue();
    assertThat(accepts(new SizeModels.KAnonymity(5))).isFalse();
    assertThat(accepts(new SizeModels.KMap(8, 0))).isTrue();
    assertThat(accepts(new SizeModels.KMap(9, 0))).isFalse();
  }

  @Test
  void presence_isFromTheLeastShareToTheMost() {
    assertThat(accepts(new SizeModels.DeltaPresence(0.5, 0.5, 0))).isTrue();
    assertThat(accepts(new SizeModels.DeltaPresence(0.51, 1, 0))).isFalse();
    assertThat(accepts(new SizeModels.DeltaPresence(0, 0.49, 0))).isFalse();
  }

  @Test
  void presenceOfNobody_isRefusedWhereSomebodyMustBe() {
    SizeModels.DeltaPresence some = new SizeModels.DeltaPresence(0.1, 1, 0);

    assertThat(some.acceptsUnreleased(view().at(0))).isFalse();
    assertThat(some.acceptsUnreleased(view().at(1))).isTrue();
    assertThat(new SizeModels.DeltaPresence(0, 1, 0).acceptsUnreleased(view().at(0))).isTrue();
    assertThat(new SizeModels.KMap(9, 0).acceptsUnreleased(view().at(0))).isTrue();
  }

  @Test
  void sample_isMetAtTheThreshold() {
    assertThat(new SampleModel.AverageRisk(0.5).accepts(2, 4, 4)).isTrue();
    assertThat(new SampleModel.AverageRisk(0.4).accepts(2, 4, 0)).isFalse();
    assertThat(new SampleModel.AverageRisk(0).accepts(0, 0, 0)).isTrue();
    assertThat(new SampleModel.Uniqueness(0.5).accepts(4, 4, 2)).isTrue();
    assertThat(new SampleModel.Uniqueness(0.4).accepts(1, 4, 2)).isFalse();
    assertThat(new SampleModel.Uniqueness(0).accepts(0, 0, 0)).isTrue();
  }

  @Test
  void distinctValues_areEnoughAtTheNumber() {
    assertThat(accepts(new DiversityModels.Distinct(0, 2))).isTrue();
    assertThat(accepts(new DiversityModels.Distinct(0, 3))).isFalse();
  }

  @Test
  void entropy_isEnoughAtTheNumber() {
    double reached = entropy(1).reached(view().at(0));

    assertThat(reached).isCloseTo(4 / Math.pow(3, 0.75), within(1e-12));
    assertThat(accepts(entropy(reached))).isTrue();
    assertThat(accepts(entropy(reached + 1e-9))).isFalse();
    assertThat(entropy(2).accepts(view().at(1))).isTrue();
    assertThat(entropy(2).reached(view().at(1))).isCloseTo(2, within(1e-12));
  }

  private static DiversityModels.Entropy entropy(double l) {
    return new DiversityModels.Entropy(0, l, EntropyEstimate.SHANNON, 1);
  }

  @Test
  void recursiveDiversity_isMetBelowTheMultiple() {
    assertThat(accepts(new DiversityModels.Recursive(0, 3, 2))).isFalse();
    assertThat(accepts(new DiversityModels.Recursive(0, 3.01, 2))).isTrue();
    assertThat(accepts(new DiversityModels.Recursive(0, 0.76, 1))).isTrue();
    assertThat(accepts(new DiversityModels.Recursive(0, 0.75, 1))).isFalse();
    assertThat(accepts(new DiversityModels.Recursive(0, 100, 3))).isFalse();
  }

  @Test
  void subjectWithManyValues_isNotDiverseAlone() {
    SensitiveCounts ofOne =
        SensitiveCounts.of(new int[3], new int[3], 1, List.of(column("x", "y", "z")));
    Grouping grouping = new Grouping();
    grouping.classCount = 1;
    grouping.subjects = new int[] {1};
    grouping.spreads = ofOne.spreads();
    ClassView alone = new ClassView(grouping).at(0);
    DiversityModels.Entropy entropy =
        new DiversityModels.Entropy(0, 1.5, EntropyEstimate.SHANNON, ofOne.unit());

    assertThat(new DiversityModels.Distinct(0, 2).accepts(alone)).isFalse();
    assertThat(new DiversityModels.Distinct(0, 1).accepts(alone)).isTrue();
    assertThat(DiversityModels.Distinct.reached(alone, 0)).isEqualTo(1);
    assertThat(entropy.accepts(alone)).isFalse();
    assertThat(entropy.reached(alone)).isEqualTo(1);
    assertThat(new DiversityModels.Recursive(0, 9, 2).accepts(alone)).isFalse();
    assertThat(new DiversityModels.Recursive(0, 9, 1).accepts(alone)).isTrue();
  }

  @Test
  void diversity_needsAsManySubjectsAsValues() {
    assertThat(new DiversityModels.Distinct(0, 3).leastSubjects()).isEqualTo(3);
    assertThat(entropy(2.5).leastSubjects()).isEqualTo(3);
    assertThat(new DiversityModels.Recursive(0, 1, 4).leastSubjects()).isEqualTo(4);
  }

  @Test
  void equalCloseness_isMetAtTheDistance() {
    assertThat(accepts(new DistributionModels.EqualCloseness(WHOLE, 0.5))).isTrue();
    assertThat(accepts(new DistributionModels.EqualCloseness(WHOLE, 0.499))).isFalse();
  }

  @Test
  void orderedCloseness_isMetAtTheDistance() {
    int[] ranks =
        new SensitiveAttribute(VALUES, ValueType.STRING, FlatHierarchy.INSTANCE, i -> "").ranks();

    // w, x, y, z: shares 2/8, 3/8, 1/8, 2/8 against 0, 3/4, 1/4, 0.
    double distance = (2.0 / 8 + 1.0 / 8 + 2.0 / 8) / 3;
    assertThat(ranks).containsExactly(1, 2, 3, 0);
    assertThat(new DistributionModels.OrderedCloseness(WHOLE, 1, ranks).distance(view().at(0)))
        .isCloseTo(distance, within(1e-15));
    assertThat(accepts(new DistributionModels.OrderedCloseness(WHOLE, distance, ranks))).isTrue();
    assertThat(accepts(new DistributionModels.OrderedCloseness(WHOLE, 0.2, ranks))).isFalse();
  }

  @Test
  void orderedCloseness_ofOneValue_isMetAnyway() {
    DistributionModels.OrderedCloseness one =
        new DistributionModels.OrderedCloseness(WHOLE, 0, new int[] {0});

    assertThat(accepts(one)).isTrue();
    assertThat(one.distance(view().at(0))).isZero();
  }

  @Test
  void hierarchicalCloseness_isMetAtTheDistance() {
    ValueTree tree = attribute("x;l;*\ny;l;*\nz;r;*\nw;r;*\n").tree();

    assertThat(new DistributionModels.HierarchicalCloseness(WHOLE, 1, tree).distance(view().at(0)))
        .isEqualTo(0.5);
    assertThat(accepts(new DistributionModels.HierarchicalCloseness(WHOLE, 0.5, tree))).isTrue();
    assertThat(accepts(new DistributionModels.HierarchicalCloseness(WHOLE, 0.49, tree))).isFalse();
  }

  @Test
  void likeness_isMetAtTheGain() {
    assertThat(accepts(new DistributionModels.Likeness(WHOLE, 1, false))).isTrue();
    assertThat(accepts(new DistributionModels.Likeness(WHOLE, 0.99, false))).isFalse();
    assertThat(new DistributionModels.Likeness(WHOLE, 1, false).largestGain(view().at(0)))
        .isEqualTo(1);
    // The share of x may grow by -ln(3/8) = 0.98 at most.
    assertThat(accepts(new DistributionModels.Likeness(WHOLE, 1, true))).isFalse();
  }

  /**
   * Two classes that a model accepts may be one that it does not, and one of both may hide that.
   */
  @Test
  void onlySizesAndNumbersOfValues_areMonotone() {
    assertThat(new SizeModels.KAnonymity(2).isMonotone()).isTrue();
    assertThat(new SizeModels.KMap(2, 0).isMonotone()).isTrue();
    assertThat(new DiversityModels.Distinct(0, 2).isMonotone()).isTrue();
    assertThat(new SizeModels.DeltaPresence(0, 1, 0).isMonotone()).isFalse();
    assertThat(entropy(2).isMonotone()).isFalse();
    assertThat(new DiversityModels.Recursive(0, 3, 2).isMonotone()).isFalse();
    assertThat(new DistributionModels.EqualCloseness(WHOLE, 0.5).isMonotone()).isFalse();
    assertThat(new DistributionModels.OrderedCloseness(WHOLE, 0.5, new int[4]).isMonotone())
        .isFalse();
    assertThat(
            new DistributionModels.HierarchicalCloseness(WHOLE, 1, attribute("x\ny\nz\nw\n").tree())
                .isMonotone())
        .isFalse();
    assertThat(new DistributionModels.Likeness(WHOLE, 1, false).isMonotone()).isFalse();
  }

  @Test
  void leastSubjects_areThoseOfTheLargestModel_andOne() {
    ClassModel distinct = new DiversityModels.Distinct(0, 3);
    ClassModel likeness = new DistributionModels.Likeness(WHOLE, 1, false);

    assertThat(likeness.leastSubjects()).isEqualTo(1);
    assertThat(new ModelSet(List.of(likeness, distinct), List.of()).leastSubjects()).isEqualTo(3);
    assertThat(new ModelSet(List.of(), List.of()).leastSubjects()).isEqualTo(1);
  }

  @Test
  void modelsBeyondSize_leaveKOut_andPutMonotoneOnesFirst() {
    ClassModel distinct = new DiversityModels.Distinct(0, 3);
    ClassModel likeness = new DistributionModels.Likeness(WHOLE, 1, false);
    ModelSet models =
        new ModelSet(List.of(likeness, new SizeModels.KAnonymity(2), distinct), List.of());

    assertThat(models.beyondSize()).containsExactly(distinct, likeness);
  }

  @Test
  void valueOutsideTheHierarchy_isNamedByItsPlace() {
    SensitiveAttribute outside = attribute("x;*\ny;*\nw;*\n");

    assertThat(outside.isWithinHierarchy()).isFalse();
    assertThat(attribute("x;*\ny;*\nz;*\nw;*\n").isWithinHierarchy()).isTrue();
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(outside::tree)
        .withMessageStartingWith("row 5, column a")
        .matches(failure -> failure.error() == PlanError.VALUE_OUTSIDE_HIERARCHY);
  }

  private static SensitiveAttribute attribute(String lines) {
    Hierarchy hierarchy =
        Hierarchies.fromFile(
                lines.getBytes(StandardCharsets.UTF_8),
                new CsvOptions(';', StandardCharsets.UTF_8),
                "hierarchy")
            .fit(VALUES);
    return new SensitiveAttribute(VALUES, ValueType.STRING, hierarchy, row -> "row " + (row + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8_190, 8_191, 8_192, 8_193, 100_001})
  void grassbergersNumbers_areSumsOfOddReciprocals(int count) {
    double sum = -0.5772156649015329 - Math.log(2);
    for (int odd = 1; odd <= count - 1; odd += 2) {
      sum += 2.0 / odd;
    }

    assertThat(EntropyEstimate.GRASSBERGER.psi(count)).isCloseTo(sum, within(2e-12));
  }

  @Test
  void subjectsWithManyNumbersOfValues_areSharedOutInPartsOfOne() {
    List<String> cells = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    int[] numbers = {7, 9, 11, 13, 16, 17, 19};
    for (int subject = 0; subject < numbers.length; subject++) {
      for (int value = 0; value < numbers[subject]; value++) {
        cells.add("v" + value);
        owners.add(subject);
      }
    }
    int[] subjectOfRow = owners.stream().mapToInt(Integer::intValue).toArray();
    SensitiveCounts counts =
        SensitiveCounts.of(
            new int[cells.size()], subjectOfRow, 1, List.of(column(cells.toArray(new String[0]))));

    assertThat(counts.unit()).isEqualTo(1 << 24);
    assertThat(IntStream.range(0, 19).mapToLong(value -> counts.totals()[0][value]).sum())
        .isEqualTo((long) numbers.length << 24);
    assertThat(counts.totals()[0][18]).isEqualTo((1 << 24) / 19);
    assertThat(counts.totals()[0][0])
        .isEqualTo(IntStream.of(numbers).mapToLong(n -> ((1 << 24) + n - 1) / n).sum());
  }

  @Test
  void unit_isTheLeastCommonMultipleOfNumbersOfValues() {
    Column values = column("a", "b", "a", "b", "c", "d", "a", "b", "c", "d", "e", "f");
    int[] owners = {0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
    SensitiveCounts counts = SensitiveCounts.of(new int[12], owners, 1, List.of(values));

    assertThat(counts.unit()).isEqualTo(12);
    assertThat(counts.totals()[0]).containsExactly(11, 11, 5, 5, 2, 2);
  }
}
