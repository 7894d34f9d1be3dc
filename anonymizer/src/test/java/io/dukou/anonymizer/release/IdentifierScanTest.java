package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.Finding.Kind;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentifierScanTest {
  private static final List<String> ROWS = Study.rows(new Random(4), 120, 2);

  @Test
  void cleanTable_hasNoFinding() {
    Table cut = Study.table(ROWS);

    assertThat(scan(cut, IdentifierScan.directIdentifiers(cut, plan(cut)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "11010519491231002X, RESIDENT_ID",
    "见 110105491231002 号, RESIDENT_ID",
    "+86 138 0013 8000, PHONE",
    "0898-65551234, PHONE",
    "looked after by canary name7, SUBJECT_NAME",
    "S7-ID seen, SUBJECT_NAME"
  })
  void identifierInACodeList_isFound(String text, Kind kind) {
    List<String> rows = new ArrayList<>(ROWS);
    rows.replaceAll(row -> row.startsWith("S9-") ? row : row.replace(",arm1,", "," + text + ","));
    Table cut = Study.table(rows.stream().map(row -> row.replace("S7-id", "S7777-id")).toList());
    Set<String> names = Set.of("Canary Name7", "S7-id-seen");

    assertThat(scan(cut, names))
        .extracting(Finding::column, Finding::kind)
        .containsExactly(tuple("arm", kind));
  }

  @ParameterizedTest
  @CsvSource({"Ann", "Wu", "wú", "P0100", "李明"})
  void shortIdentifierThatIsAWholeCell_isFound(String identifier) {
    Table cut = withArm(identifier);

    assertThat(scan(cut, Set.of("Ann", "Wu", "P0100", "李明")))
        .extracting(Finding::column, Finding::kind)
        .containsExactly(tuple("arm", Kind.SUBJECT_NAME));
  }

  @ParameterizedTest
  @CsvSource({"Anna", "Wu 2", "P0101", "254", "M"})
  void codeThatIsNoIdentifier_isNotFound(String code) {
    assertThat(scan(withArm(code), Set.of("Ann", "Wu", "P0100", "254", "M"))).isEmpty();
  }

  @Test
  void finding_namesTheRowOfTheReleasedTable() {
    Table cut = withArm("Ann");
    Protection protection = Study.protect(cut, plan(cut));

    Finding found = IdentifierScan.scan(protection.table(), Set.of("Ann")).get(0);

    int arm = cut.indexOf("arm");
    assertThat(cut.value(protection.originRow(found.row()), arm)).isEqualTo("Ann");
  }

  @Test
  void severalIdentifiers_areFoundByColumnAndKind() {
    List<String> rows = new ArrayList<>(ROWS);
    rows.replaceAll(
        row -> row.replace(",arm1,", ",13800138000,").replace(",site1,", ",王小明 13800138000,"));

    assertThat(scan(Study.table(rows), Set.of("王小明")))
        .extracting(Finding::column, Finding::kind)
        .containsExactly(
            tuple("arm", Kind.PHONE), tuple("site", Kind.PHONE), tuple("site", Kind.SUBJECT_NAME));
  }

  @Test
  void directIdentifiers_areThoseOfTheCutThatFewerThanKShare() {
    Table cut =
        Study.table(
            List.of(
                "a,An Yi,30,F,x,s1,-",
                "a,An Yi,30,F,x,s1,-", // twice, but one person; k is 2
                "b,unknown,30,F,x,s1,-",
                "c,unknown,30,F,x,s1,-",
                "d,,30,F,x,s1,-"));

    assertThat(IdentifierScan.directIdentifiers(cut, plan(Study.table(ROWS))))
        .containsExactlyInAnyOrder("An Yi", "a", "b", "c", "d");
  }

  @Test
  void numeralsAndSeparators_hideNoNumber() {
    Table cut =
        Study.table(
            List.of(
                "S-00007,An Yi,30,F,一三八零零一三八零零零,110105.19491231.002X,-",
                "S-00008,Bo Er,30,F,x,见S00007,-"));

    assertThat(scan(cut, Set.of("S-00007")))
        .extracting(Finding::column, Finding::kind)
        .containsExactly(
            tuple("arm", Kind.PHONE),
            tuple("site", Kind.RESIDENT_ID),
            tuple("site", Kind.SUBJECT_NAME));
  }

  @Test
  void finding_namesNoValue() {
    assertThat(new Finding("arm", Kind.PHONE, 7))
        .hasToString("Finding[column=arm, kind=PHONE, row=7]");
  }

  /** Returns the study with this in the place of one arm. */
  private static Table withArm(String arm) {
    return Study.table(ROWS.stream().map(row -> row.replace(",arm1,", "," + arm + ",")).toList());
  }

  private static List<Finding> scan(Table cut, Set<String> names) {
    return IdentifierScan.scan(Study.protect(cut, plan(cut)).table(), names);
  }

  private static ReleasePlan plan(Table cut) {
    return Study.plan(cut, Study.spec(2, true, MissingRule.OWN_CATEGORY));
  }
}
