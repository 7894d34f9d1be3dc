package io.dukou.anonymizer.hierarchy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.hierarchy.RedactionHierarchy.End;
import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Diagnoses, code lists, dates with times and aligned text, level by level. */
final class CodeHierarchyTest {
  private static final Hierarchy DIAGNOSES =
      Icd10Hierarchy.of(List.of(Icd10Hierarchy.Unit.values()));

  @ParameterizedTest
  @CsvSource({
    "E11.9,      E11, E10-E14, E00-E90",
    "E119,       E11, E10-E14, E00-E90",
    "E11,        E11, E10-E14, E00-E90",
    "E11.900x001,E11, E10-E14, E00-E90",
    "I10.x,      I10, I10-I15, I00-I99",
    "I10.x00x002,I10, I10-I15, I00-I99",
    "A00.0,      A00, A00-A09, A00-B99",
    "A91,        A91, A90-A99, A00-B99",
    "B99,        B99, B99-B99, A00-B99",
    "A17.0+,     A17, A15-A19, A00-B99",
    "G01*,       G01, G00-G09, G00-G99",
    "C50.4,      C50, C50-C50, C00-D48",
    "D48.9,      D48, D37-D48, C00-D48",
    "D50.0,      D50, D50-D53, D50-D89",
    "H59.9,      H59, H55-H59, H00-H59",
    "H60.0,      H60, H60-H62, H60-H95",
    "T98.3,      T98, T90-T98, S00-T98",
    "Y09.9,      Y09, X85-Y09, V01-Y98",
    "X85.0,      X85, X85-Y09, V01-Y98",
    "Z99.9,      Z99, Z80-Z99, Z00-Z99",
    "U07.1,      U07, U00-U49, U00-U85",
    "U85,        U85, U82-U85, U00-U85",
  })
  void diagnosis_hasItsCategoryBlockAndChapter(
      String code, String category, String block, String chapter) {
    assertThat(forms(DIAGNOSES, code)).containsExactly(code, category, block, chapter, "*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "E",
        "E1",
        "11",
        "e11.9",
        "E11.",
        "E11.-",
        "E11.12345",
        "E11.1x",
        "E11.X",
        "A10",
        "D49",
        "U50",
        "U86",
        "V00",
        "Y99",
        "E11-E14",
        "E10-E14",
        "S72.001A",
        "E11 ",
        "Ｅ11",
        "E1१",
        "*"
      })
  void textThatIsNoCode_isOutside(String text) {
    assertThat(forms(DIAGNOSES, text)).containsOnlyNulls();
  }

  @Test
  void blocks_areInOrderAndApart_andOfTwentyTwoChapters() {
    String last = "";
    for (Map.Entry<String, Icd10Blocks.Block> block : Icd10Blocks.all().entrySet()) {
      assertThat(block.getKey()).matches("[A-Z][0-9]{2}").isGreaterThan(last);
      last = block.getValue().last();
      assertThat(last).matches("[A-Z][0-9]{2}").isGreaterThanOrEqualTo(block.getKey());
    }
    assertThat(Icd10Blocks.all().values().stream().map(Icd10Blocks.Block::chapter).distinct())
        .hasSize(22);
  }

  @Test
  void diagnosesWhoseUnitsStartLater_haveTheCodeItselfBelow() {
    Hierarchy blocks = Icd10Hierarchy.of(List.of(Icd10Hierarchy.Unit.BLOCK));

    assertThat(forms(blocks, "E11.9")).containsExactly("E11.9", "E10-E14", "*");
  }

  @Test
  void codeList_givesTheParents_andShortChainsStayThemselves() {
    Hierarchy sites = list("skin,", "arm,skin", "hand,arm", "nail,hand", "bone,", "rib,bone");

    assertThat(forms(sites, "nail")).containsExactly("nail", "hand", "arm", "skin", "*");
    assertThat(forms(sites, "hand")).containsExactly("hand", "hand", "arm", "skin", "*");
    assertThat(forms(sites, "rib")).containsExactly("rib", "rib", "rib", "bone", "*");
    assertThat(forms(sites, "bone")).containsExactly("bone", "bone", "bone", "bone", "*");
    assertThat(forms(sites, "toe")).containsOnlyNulls();
    assertThat(sites.listedLeaves()).isEqualTo(6);
    assertThat(sites.listedLeaves(3, "skin")).isEqualTo(4);
    assertThat(Hierarchies.fromJson(sites.toJson()).toJson()).isEqualTo(sites.toJson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,;a,       | 2 | 1 | listed twice",
        "a,;,a       | 2 | 1 | empty or *",
        "*,          | 1 | 1 | empty or *",
        "a,;b,c      | 2 | 2 | not listed",
        "a,b;b,a     | 1 | 2 | or itself",
        "a,a         | 1 | 2 | or itself",
        "a,b,c;b,c,  | 1 | 0 | a code and its parent",
      })
  void faultyCodeList_isRefusedWhereTheFaultIs(
      String lines, long line, int column, String problem) {
    HierarchyException failure =
        catchThrowableOfType(HierarchyException.class, () -> list(lines.split(";")));

    assertThat(failure).hasMessageContaining(problem);
    assertThat(List.of(failure.line(), failure.column())).isEqualTo(List.of(line, column));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-17T10:30,       2026-05-17, 2026-05, 2026-Q2, 2026, 2020s",
    "2026-05-17T23:59:59.25Z,2026-05-17, 2026-05, 2026-Q2, 2026, 2020s",
    "2026-05-17T00:10+08:00, 2026-05-17, 2026-05, 2026-Q2, 2026, 2020s",
    "2026-05-17T10,          2026-05-17, 2026-05, 2026-Q2, 2026, 2020s",
    "2019-12-31,             2019-12-31, 2019-12, 2019-Q4, 2019, 2010s",
    "2026-05,                2026-05,    2026-05, 2026-Q2, 2026, 2020s",
    "2026,                   2026,       2026,    2026,    2026, 2020s",
  })
  void timedAndPartialDates_meetWhereBothAreKnown(
      String value, String day, String month, String quarter, String year, String decade) {
    assertThat(forms(dates("time", "day", "month", "quarter", "year", "decade"), value))
        .containsExactly(value, day, month, quarter, year, decade, "*");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2026-W01", // a Thursday
    "2027-01-03, 2026-W53",
    "2027-01-04, 2027-W01",
    "2024-12-30, 2025-W01",
    "0001-01-01, 0001-W01",
    "9999-12-31, 9999-W52",
    "2026-01, 2026-01",
  })
  void weeks_areThoseOfIso8601(String day, String week) {
    assertThat(dates("day", "week").generalise(day, 1)).isEqualTo(week);
  }

  @ParameterizedTest
  @CsvSource({"2026-W53, true", "2025-W53, false", "2026-W00, false", "0000-W01, false"})
  void week_isKnownIfItsYearHasIt(String week, boolean known) {
    assertThat(dates("day", "week").defines(1, week)).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-17T",
        "2026-05-17T24:00",
        "2026-05-17T10:60",
        "2026-05-17T10:30:60",
        "2026-05T10",
        "2026-05-17 10:30",
        "2026-05-17T10:30+0800",
        "2026-05-17T10:30+15:00",
        "2026---17",
        "--05-17",
        "2026-02-30T10:30",
        "17-05-2026",
        "0000-05-17T10"
      })
  void textThatIsNoDate_isOutside(String text) {
    assertThat(forms(dates("time", "day"), text)).containsOnlyNulls();
  }

  @Test
  void datesWithTimes_areKnownWhereTimesAreNamed_orDaysAreNotShown() {
    assertThat(forms(dates("day", "year"), "2026-05-17T10")).containsOnlyNulls();
    assertThat(forms(dates("time", "day", "year"), "2026-05-17T10"))
        .containsExactly("2026-05-17T10", "2026-05-17", "2026", "*");
    assertThat(forms(dates("year"), "2026-05-17T10")).containsExactly("2026-05-17T10", "2026", "*");
  }

  @Test
  void alignedText_isFilledUpBeforeItIsMasked() {
    RedactionHierarchy masked = RedactionHierarchy.of(End.RIGHT, '*', 4);

    assertThat(forms(masked.aligned(End.LEFT, '_'), "42"))
        .containsExactly("42", "42_*", "42**", "4***", "*");
    assertThat(forms(masked.aligned(End.RIGHT, '0'), "42"))
        .containsExactly("42", "004*", "00**", "0***", "*");
    assertThat(forms(masked.aligned(End.RIGHT, '0'), "123456"))
        .containsExactly("123456", "12345*", "1234**", "123***", "*");
  }

  private static Hierarchy dates(String... units) {
    return DateHierarchy.of(
        List.of(units).stream()
            .map(unit -> DateHierarchy.Unit.valueOf(unit.toUpperCase(Locale.ROOT)))
            .toList());
  }

  private static Hierarchy list(String... lines) {
    byte[] file = String.join("\n", lines).getBytes(UTF_8);
    return Hierarchies.fromCodeList(file, new CsvOptions(',', UTF_8), "codes.csv");
  }

  private static List<String> forms(Hierarchy hierarchy, String value) {
    return IntStream.range(0, hierarchy.levels())
        .mapToObj(level -> hierarchy.generalise(value, level))
        .collect(Collectors.toList());
  }
}
