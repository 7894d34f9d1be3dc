package io.dukou.anonymizer.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bottom and top of ranges, and cuts of several levels. */
final class NumberHierarchyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17    | <18 | <18",
        "-400  | <18 | <18",
        "18    | [18,20) | [18,20)",
        "20    | [20,25) | [20,30)",
        "86.99 | [85,87) | [80,87)",
        "87    | >=87 | >=87",
        "1000  | >=87 | >=87",
      })
  void boundsWithinARange_cutIt(String value, String first, String second) {
    Hierarchy ages = ranges("0", "5", 2).between(number("18"), number("87"));

    assertThat(ages.generalise(value, 1)).isEqualTo(first);
    assertThat(ages.generalise(value, 2)).isEqualTo(second);
    assertThat(ages.generalise(value, 3)).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({
    "-10, '[-10,-5)'",
    "-5.01, '[-10,-5)'",
    "-5, '[-5,0)'",
    "-0.0000000001, '[-5,0)'",
    "0, '[0,5)'",
    "-0, '[0,5)'",
  })
  void rangesBelowTheStart_areClosedBelowToo(String value, String form) {
    Hierarchy ranges = ranges("0", "5").between(number("-20"), null);

    assertThat(ranges.generalise(value, 1)).isEqualTo(form);
  }

  @Test
  void longNumbers_areExact() {
    Hierarchy tenths = ranges("0", "0.1");
    String nines = "0." + "9".repeat(150);

    assertThat(tenths.generalise("1" + "0".repeat(150) + ".05", 1))
        .isEqualTo("[1" + "0".repeat(150) + ",1" + "0".repeat(150) + ".1)");
    assertThat(tenths.generalise(nines, 1)).isEqualTo("[0.9,1)");
  }

  @Test
  void equalBounds_leaveTwoForms() {
    Hierarchy halves = ranges("0", "5").between(number("7"), number("7"));

    assertThat(halves.generalise("6.9", 1)).isEqualTo("<7");
    assertThat(halves.generalise("7", 1)).isEqualTo(">=7");
    assertThat(halves.defines(1, "[7,7)")).isFalse();
  }

  @Test
  void bottomAboveTop_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ranges("0", "5").between(number("8"), number("7")));
  }

  @Test
  void cutsOfSeveralLevels_keepSomeOfTheFinerOnes() {
    Hierarchy stays =
        CutHierarchy.ofLevels(List.of(numbers("1", "3", "7", "14"), numbers("3", "14")));

    assertThat(forms(stays, "2")).containsExactly("2", "[1,3)", "<3", "*");
    assertThat(forms(stays, "8.5")).containsExactly("8.5", "[7,14)", "[3,14)", "*");
    assertThat(forms(stays, "14")).containsExactly("14", ">=14", ">=14", "*");
  }

  @Test
  void factorsOfCuts_mergeRangesFromTheFirst_andKeepBothEnds() {
    Hierarchy stays = CutHierarchy.merging(numbers("1", "3", "7", "14"), List.of(2, 2));

    assertThat(forms(stays, "0")).containsExactly("0", "<1", "<1", "<1", "*");
    assertThat(forms(stays, "5")).containsExactly("5", "[3,7)", "[1,7)", "[1,14)", "*");
    assertThat(forms(stays, "9")).containsExactly("9", "[7,14)", "[7,14)", "[1,14)", "*");
    assertThat(forms(stays, "99")).containsExactly("99", ">=14", ">=14", ">=14", "*");
  }

  @Test
  void levelsOfCutsThatDoNotNest_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutHierarchy.ofLevels(List.of(numbers("1", "3"), numbers("2"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutHierarchy.ofLevels(List.of(numbers("1", "3"), numbers("1", "3"))));
    assertThatIllegalArgumentException().isThrownBy(() -> CutHierarchy.ofLevels(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutHierarchy.merging(numbers("1", "3", "7"), List.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutHierarchy.merging(numbers("1", "3", "7"), List.of(2, 2)));
  }

  private static List<String> forms(Hierarchy hierarchy, String value) {
    return IntStream.range(0, hierarchy.levels())
        .mapToObj(level -> hierarchy.generalise(value, level))
        .toList();
  }

  private static IntervalHierarchy ranges(String start, String width, Integer... factors) {
    return IntervalHierarchy.of(number(start), number(width), List.of(factors));
  }

  private static List<BigDecimal> numbers(String... numbers) {
    return List.of(numbers).stream().map(BigDecimal::new).toList();
  }

  private static BigDecimal number(String number) {
    return new BigDecimal(number);
  }
}
