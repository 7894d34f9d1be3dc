package io.dukou.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SyntheticStudyTest {
  private static final SyntheticStudy STUDY = SyntheticStudy.of(400, 7);

  @Test
  void equal_seeds_give_equal_studies() {
    assertThat(SyntheticStudy.of(400, 7)).isEqualTo(STUDY);
  }

  @Test
  void another_seed_gives_other_people() {
    assertThat(SyntheticStudy.of(400, 8).demographics()).isNotEqualTo(STUDY.demographics());
  }

  @Test
  void resident_ids_carry_division_and_valid_check_character() {
    for (List<String> row : STUDY.demographics().rows()) {
      String id = row.get(2);
      assertThat(id).hasSize(18).startsWith(row.get(5));
      assertThat(weightedSum(id) % 11).isEqualTo(1);
    }
  }

  /** The check of GB 11643-1999, written with its table of weights instead of the recurrence. */
  private static int weightedSum(String id) {
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (id.charAt(i) == 'X' ? 10 : id.charAt(i) - '0');
    }
    return sum;
  }

  @Test
  void every_row_of_every_table_belongs_to_an_enrolled_subject() {
    Set<String> subjects = new HashSet<>();
    STUDY.demographics().rows().forEach(row -> subjects.add(row.get(0)));
    for (StudyTable table : STUDY.tables()) {
      assertThat(table.rows()).isNotEmpty().allMatch(row -> subjects.contains(row.get(0)));
    }
  }

  @Test
  void check_character_of_the_standard_example_is_x() {
    assertThat(PersonGenerator.checkCharacter("11010519491231002")).isEqualTo('X');
  }
}
