package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which classes of a later cut may be released, given the models and the sizes of classes. */
final class ModelCheckTest {
  private static final ModelSet NONE = new ModelSet(List.of(), List.of());

  /** Returns the numbers of the classes that are accepted; hashes fall as numbers rise. */
  private static List<Integer> accepted(ModelSet models, boolean[] candidates, int... subjects) {
    Grouping grouping = new Grouping();
    grouping.classCount = subjects.length;
    grouping.subjects = subjects;
    ClassHash[] hashes = new ClassHash[subjects.length];
    for (int index = 0; index < hashes.length; index++) {
      hashes[index] = new ClassHash(String.format("%032x", hashes.length - index));
    }
    boolean[] accepted = ModelCheck.judge(models, grouping, candidates, hashes);
    List<Integer> numbers = new ArrayList<>();
    for (int index = 0; index < accepted.length; index++) {
      if (accepted[index]) {
        numbers.add(index);
      }
    }
    return numbers;
  }

  private static boolean[] all(int count) {
    boolean[] all = new boolean[count];
    Arrays.fill(all, true);
    return all;
  }

  @Test
  void classThatThePlanDoesNotRelease_staysBack() {
    assertThat(accepted(NONE, new boolean[] {true, false, true}, 3, 3, 1)).containsExactly(0, 2);
  }

  @Test
  void classWithoutAnyone_isNotReleased() {
    assertThat(accepted(NONE, all(3), 3, 0, 1)).containsExactly(0, 2);
  }

  @Test
  void classThatAModelRefuses_staysBack() {
    ModelSet threes = new ModelSet(List.of(new SizeModels.KAnonymity(3)), List.of());

    assertThat(accepted(threes, all(3), 3, 2, 4)).containsExactly(0, 2);
  }

  @Test
  void sampleThatIsMet_leavesNothingOut() {
    ModelSet few = new ModelSet(List.of(), List.of(new SampleModel.AverageRisk(0.5)));

    assertThat(accepted(few, all(3), 1, 1, 4)).containsExactly(0, 1, 2);
  }

  @Test
  void sample_leavesOutTheSmallest_ofEqualOnesThatOfTheFirstHash() {
    ModelSet few = new ModelSet(List.of(), List.of(new SampleModel.AverageRisk(0.35)));

    // 4 of 9, then 3 of 8, then 2 of 7.
    assertThat(accepted(few, all(4), 1, 5, 1, 2)).containsExactly(1, 3);
    // 3 of 8, then 2 of 7.
    assertThat(accepted(few, all(3), 1, 6, 1)).containsExactly(0, 1);
  }

  @Test
  void uniqueness_isThatOfTheClassesThatAreLeft() {
    ModelSet few = new ModelSet(List.of(), List.of(new SampleModel.Uniqueness(0.25)));

    // 2 of 6 are alone, then 1 of 5.
    assertThat(accepted(few, all(3), 4, 1, 1)).containsExactly(0, 1);
    // 1 of 5 is alone; the class that stays back anyway does not count.
    assertThat(accepted(few, new boolean[] {true, true, false}, 4, 1, 1)).containsExactly(0, 1);
    assertThat(accepted(few, all(2), 4, 2)).containsExactly(0, 1);
  }

  @Test
  void classesThatStayBack_areNotLeftOutOnceMore() {
    ModelSet few = new ModelSet(List.of(), List.of(new SampleModel.AverageRisk(0.2)));

    // 2 of 7, then 1 of 5.
    assertThat(accepted(few, new boolean[] {false, true, true}, 1, 2, 5)).containsExactly(2);
  }
}
