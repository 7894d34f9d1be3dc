package io.dukou.anonymizer.hierarchy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.anonymizer.AnonymizerException;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy.End;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of hierarchy makes of values, level by level. */
final class HierarchyTest {
  private static final List<DateHierarchy.Unit> ALL_UNITS =
      List.of(
          DateHierarchy.Unit.DAY,
          DateHierarchy.Unit.MONTH,
          DateHierarchy.Unit.QUARTER,
          DateHierarchy.Unit.YEAR);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "23 | 23 / [20,25) / [20,30) / [10,30) / *",
        "10 | 10 / [10,15) / [10,20) / [10,30) / *",
        "14.99 | 14.99 / [10,15) / [10,20) / [10,30) / *",
        "30 | 30 / [30,35) / [30,40) / [30,50) / *",
        "100 | 100 / [100,105) / [100,110) / [90,110) / *",
        "1e2 | outside",
        "+12 | outside",
        "9.99 | outside",
        "-5 | outside",
        "abc | outside",
        "1_0 | outside",
        "0x10 | outside",
        "NaN | outside",
      })
  void intervals_growByTheirFactorsFromTheStart(String value, String forms) {
    assertThat(forms(intervals("10", "5", 2, 2), value)).isEqualTo(forms);
  }

  @Test
  void intervals_areExactForFractionsAndNegativeNumbers() {
    assertThat(forms(intervals("-0.3", "0.1", 3), "0.2999999999999999999"))
        .isEqualTo("0.2999999999999999999 / [0.2,0.3) / [0,0.3) / *");
  }

  @Test
  void intervals_refuseWidthAndFactorsThatMakeNoRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> intervals("0", "0"));
    assertThatIllegalArgumentException().isThrownBy(() -> intervals("0", "-1"));
    assertThatIllegalArgumentException().isThrownBy(() -> intervals("0", "1", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 / <1 / *",
        "1 | 1 / [1,3) / *",
        "2.9 | 2.9 / [1,3) / *",
        "3 | 3 / [3,7) / *",
        "7 | 7 / >=7 / *",
        "x | outside",
      })
  void cuts_makeRangesThatCoverAllNumbers(String value, String forms) {
    Hierarchy cuts = CutHierarchy.of(numbers("1", "3", "7"));

    assertThat(forms(cuts, value)).isEqualTo(forms);
  }

  @Test
  void cuts_mustAscend() {
    assertThatIllegalArgumentException().isThrownBy(() -> CutHierarchy.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> CutHierarchy.of(numbers("1", "1")));
    assertThatIllegalArgumentException().isThrownBy(() -> CutHierarchy.of(numbers("3", "2")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-17, 2026-05-17 / 2026-05 / 2026-Q2 / 2026 / *",
    "2024-02-29, 2024-02-29 / 2024-02 / 2024-Q1 / 2024 / *",
    "2026-12-31, 2026-12-31 / 2026-12 / 2026-Q4 / 2026 / *",
    "2026-10,    2026-10 / 2026-10 / 2026-Q4 / 2026 / *",
    "2026,       2026 / 2026 / 2026 / 2026 / *",
    "2025-02-29, outside",
    "2026-13,    outside",
    "0000-01-01, outside",
    "2026-5-17,  outside",
    "20260517,   outside",
    "2026-05-17T10:00, outside",
  })
  void dates_becomeMonthsQuartersAndYears(String value, String forms) {
    assertThat(forms(DateHierarchy.of(ALL_UNITS), value)).isEqualTo(forms);
  }

  @Test
  void dates_whoseUnitsStartLater_haveTheDateItselfBelow() {
    Hierarchy dates = DateHierarchy.of(List.of(DateHierarchy.Unit.MONTH, DateHierarchy.Unit.YEAR));

    assertThat(forms(dates, "2026-05-17")).isEqualTo("2026-05-17 / 2026-05 / 2026 / *");
  }

  @Test
  void units_mustBecomeCoarser() {
    assertThatIllegalArgumentException().isThrownBy(() -> DateHierarchy.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DateHierarchy.of(List.of(DateHierarchy.Unit.YEAR, DateHierarchy.Unit.DAY)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DivisionHierarchy.of(
                    List.of(DivisionHierarchy.Unit.COUNTY, DivisionHierarchy.Unit.COUNTY)));
  }

  @ParameterizedTest
  @CsvSource({
    "310115, 310115 / 310100 / 310000 / *",
    "659001, 659001 / 659000 / 650000 / *",
    "110000, 110000 / 110000 / 110000 / *",
    "991234, outside",
    "31011,  outside",
    "3101150, outside",
    "31011X, outside",
  })
  void divisions_loseTheirLastDigits(String value, String forms) {
    Hierarchy divisions = DivisionHierarchy.of(List.of(DivisionHierarchy.Unit.values()));

    assertThat(forms(divisions, value)).isEqualTo(forms);
  }

  @Test
  void redaction_masksFromItsEndAndThenEverything() {
    assertThat(forms(redaction(End.RIGHT, 4), "20aé")).isEqualTo("20aé / 20a* / 20** / 2*** / *");
    assertThat(forms(redaction(End.LEFT, 4), "20aé")).isEqualTo("20aé / *0aé / **aé / ***é / *");
    assertThat(forms(redaction(End.RIGHT, 3), "𠮷田")).isEqualTo("𠮷田 / 𠮷* / * / *");
  }

  @Test
  void redaction_showsTheSame_whateverTheLongestValueIs() {
    Hierarchy shorter = redaction(End.RIGHT, 3);
    Hierarchy longer = redaction(End.RIGHT, 5);
    for (String value : List.of("a", "ab", "abc")) {
      for (int level = 0; level < shorter.levels(); level++) {
        assertThat(longer.generalise(value, level)).isEqualTo(shorter.generalise(value, level));
      }
    }
  }

  @Test
  void redactionRule_takesItsLevelsFromTheLongestValue() {
    TableBuilder builder = Table.builder(List.of("zip"));
    for (String value : new String[] {"1", null, "12345", "𠮷𠮷"}) {
      builder.add(0, value);
      builder.endRow();
    }
    RedactionRule rule = new RedactionRule(End.RIGHT, '*', OptionalInt.empty());

    assertThat(rule.fit(builder.build().column("zip")).levels()).isEqualTo(6);
  }

  @Test
  void listedHierarchy_givesItsRows() {
    Hierarchy colours = listed("red;warm;*", "orange;warm;*", "blue;cold;*");

    assertThat(forms(colours, "orange")).isEqualTo("orange / warm / *");
    assertThat(forms(colours, "green")).isEqualTo("outside");
    assertThat(colours.listedLeaves()).isEqualTo(3);
    assertThat(colours.listedLeaves(1, "warm")).isEqualTo(2);
    assertThat(colours.listedLeaves(1, "cold")).isEqualTo(1);
    assertThat(colours.listedLeaves(1, "red")).isZero();
    assertThat(colours.listedValues()).containsExactly("red", "orange", "blue");
    assertThat(intervals("0", "5").listedValues()).isEmpty();
  }

  @Test
  void listedHierarchy_isARootOnlyIfAllShareTheLastForm() {
    assertThat(listed("a;*", "b;*").generaliseMissing(1)).isEqualTo("*");
    assertThat(listed("a;x", "b;y").generaliseMissing(1)).isNull();
    assertThat(listed("a").generaliseMissing(0)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a;x|a;x,       2, 1",
    "a;x|b;,        2, 2",
    "a;x;1|b;x;2,   2, 3",
    "a;x|b,         2, 2",
  })
  void listedHierarchy_refusesWhatDoesNotNest(String rows, long line, int column) {
    assertThatThrownBy(() -> listed(rows.split("\\|")))
        .satisfies(
            thrown -> {
              if (thrown instanceof HierarchyException e) {
                assertThat(List.of(e.line(), e.column())).isEqualTo(List.of(line, column));
              }
            })
        .isInstanceOf(AnonymizerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[10,15)", "*", "[20,30)", "[10,15]", "[11,16)", "[10,20)", "12", "<1"})
  void definedForms_areThoseThatSomeValueTakes(String released) {
    Hierarchy hierarchy = intervals("10", "5", 2);
    List<List<String>> taken = new ArrayList<>();
    for (int level = 0; level < hierarchy.levels(); level++) {
      List<String> forms = new ArrayList<>();
      for (int value = 10; value < 40; value++) {
        forms.add(hierarchy.generalise(Integer.toString(value), level));
      }
      taken.add(forms);
    }
    for (int level = 0; level < hierarchy.levels(); level++) {
      assertThat(hierarchy.defines(level, released))
          .as("level %d", level)
          .isEqualTo(taken.get(level).contains(released));
    }
  }

  @Test
  void definedForms_neverDependOnMoreThanTheHierarchy() {
    Hierarchy dates = DateHierarchy.of(ALL_UNITS);
    assertThat(dates.defines(0, "2026-05-17")).isTrue();
    assertThat(dates.defines(1, "2026-05-17")).isFalse();
    assertThat(dates.defines(2, "2026-Q3")).isTrue();
    assertThat(dates.defines(2, "2026-Q5")).isFalse();
    assertThat(dates.defines(2, "0000-Q1")).isFalse();
    assertThat(dates.defines(4, "2026")).isFalse();
    Hierarchy masked = redaction(End.LEFT, 3);
    assertThat(masked.defines(1, "*ab")).isTrue();
    assertThat(masked.defines(1, "*")).isTrue();
    assertThat(masked.defines(2, "*ab")).isFalse();
    assertThat(masked.defines(3, "***")).isFalse();
    assertThat(FlatHierarchy.INSTANCE.defines(0, "x")).isTrue();
    assertThat(FlatHierarchy.INSTANCE.defines(0, "")).isFalse();
  }

  @Test
  void everyKind_survivesThePlanFile() {
    for (Hierarchy hierarchy : oneOfEachKind()) {
      Hierarchy again = Hierarchies.fromJson(hierarchy.toJson());
      assertThat(again.toJson()).isEqualTo(hierarchy.toJson());
      assertThat(again.levels()).isEqualTo(hierarchy.levels());
      for (String value :
          List.of("12", "310115", "2026-05-17", "2026-05-17T10", "E11.9", "a", "")) {
        assertThat(forms(again, value)).isEqualTo(forms(hierarchy, value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"shape\": 1}",
        "{\"cuts\": []}",
        "{\"cuts\": [1]}",
        "{\"table\": []}",
        "{\"table\": [[\"a\",\"b\"],[\"c\"]]}",
        "{\"table\": [[\"a\"],[\"b\",\"c\"]]}",
        "{\"date\": [\"fortnight\"]}",
        "{\"date\": [\"week\", \"year\"]}",
        "{\"cuts\": [[\"1\"], [\"2\"]]}",
        "{\"icd10\": []}",
        "{\"redact\": {\"from\": \"right\", \"char\": \"*\", \"length\": 3, \"pad\": \"_\"}}",
        "{\"redact\": {\"from\": \"right\", \"char\": \"*\"}}",
        "{\"intervals\": {\"start\": \"0\", \"width\": \"0\", \"factors\": []}}",
        "[]",
        "1"
      })
  void damagedPlanFile_isRefused(String json) throws Exception {
    var tree = new ObjectMapper().readTree(json);

    assertThatThrownBy(() -> Hierarchies.fromJson(tree)).isInstanceOf(HierarchyException.class);
  }

  static List<Hierarchy> oneOfEachKind() {
    return List.of(
        FlatHierarchy.INSTANCE,
        listed("12;x;*", "a;y;*"),
        intervals("-1.5", "0.5", 2, 4),
        intervals("0", "2", 2).between(new BigDecimal("-3"), new BigDecimal("7")),
        CutHierarchy.of(numbers("-1", "2.5")),
        CutHierarchy.merging(numbers("-1", "2.5", "4", "9"), List.of(2, 2)),
        DateHierarchy.of(List.of(DateHierarchy.Unit.TIME, DateHierarchy.Unit.WEEK)),
        Icd10Hierarchy.of(List.of(Icd10Hierarchy.Unit.values())),
        redaction(End.LEFT, 4).aligned(End.RIGHT, '_'),
        DateHierarchy.of(ALL_UNITS),
        DivisionHierarchy.of(List.of(DivisionHierarchy.Unit.PROVINCE)),
        redaction(End.LEFT, 3));
  }

  /** Returns the forms of a value at all levels, or "outside". */
  private static String forms(Hierarchy hierarchy, String value) {
    List<String> forms = new ArrayList<>();
    for (int level = 0; level < hierarchy.levels(); level++) {
      forms.add(hierarchy.generalise(value, level));
    }
    if (forms.contains(null)) {
      assertThat(forms).containsOnlyNulls();
      return "outside";
    }
    return String.join(" / ", forms);
  }

  private static IntervalHierarchy intervals(String start, String width, Integer... factors) {
    return IntervalHierarchy.of(new BigDecimal(start), new BigDecimal(width), List.of(factors));
  }

  private static RedactionHierarchy redaction(End from, int length) {
    return RedactionHierarchy.of(from, '*', length);
  }

  private static List<BigDecimal> numbers(String... numbers) {
    return List.of(numbers).stream().map(BigDecimal::new).toList();
  }

  static Hierarchy listed(String... rows) {
    byte[] file = String.join("\n", rows).getBytes(UTF_8);
    return Hierarchies.fromFile(file, new CsvOptions(';', UTF_8), "colours.csv");
  }
}
