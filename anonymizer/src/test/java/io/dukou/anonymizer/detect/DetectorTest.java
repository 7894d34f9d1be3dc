package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DetectorTest {
  private static final String STUDY =
      """
      病历号,姓名,身份证号,手机号,性别,年龄,入院日期,入院诊断,备注,x9
      A001,王芳,110105194912310020,13812345678,女,34,2024-01-02,E11.9,家属陪同，电话随访,q1
      A002,李娜,440524188001010014,13912345678,女,31,2024-01-03,I10.x,,q2
      A003,张伟,11010519491231002X,13712345678,男,36,2024-01-04,E11.9,术后恢复良好，下次复诊,q1
      """;

  @Test
  void chineseTable_getsItsRoles() {
    Detection detection = Detector.detect(Tables.csv(STUDY), null);

    assertThat(detection.columns())
        .extracting(Proposal::role)
        .containsExactly(
            Role.DIRECT_IDENTIFIER,
            Role.DIRECT_IDENTIFIER,
            Role.DIRECT_IDENTIFIER,
            Role.DIRECT_IDENTIFIER,
            Role.QUASI_IDENTIFIER,
            Role.QUASI_IDENTIFIER,
            Role.QUASI_IDENTIFIER,
            Role.SENSITIVE,
            Role.FREE_TEXT,
            Role.DIRECT_IDENTIFIER);
    assertThat(detection.subject()).isEqualTo("病历号");
    assertThat(detection.review()).containsExactly("x9");
  }

  @Test
  void report_holdsNoValue() {
    Detection detection = Detector.detect(Tables.csv(STUDY), null);
    String said = detection.toJson() + SpecDraft.of(detection, null) + detection;

    Table table = Tables.csv(STUDY);
    for (int column = 0; column < table.columns().size(); column++) {
      for (int row = 0; row < table.rowCount(); row++) {
        String value = table.value(row, column);
        if (value != null && value.length() > 2) {
          assertThat(said).doesNotContain(value);
        }
      }
    }
    assertThat(said).doesNotContain("女", "男");
  }

  @Test
  void nameAndValuesThatAgree_areSurerThanTheName() {
    Proposal agreeing = Tables.only(Tables.csv("age\n34\n35\n"));
    Proposal named = Tables.only(Tables.csv("race\nx\ny\n"));

    assertThat(agreeing.confidence()).isGreaterThan(named.confidence());
    assertThat(agreeing.type()).isEqualTo(ValueType.INTEGER);
    assertThat(agreeing.evidence()).contains(new Evidence("as-expected", 1));
  }

  @Test
  void nameThatValuesBelie_isWithheld() {
    Proposal proposal = Tables.only(Tables.csv("age\nseen by Dr Wang\nasleep when called\n"));

    assertThat(proposal.role()).isEqualTo(Role.FREE_TEXT);
    assertThat(proposal.doubts()).contains(Doubt.NAME_AND_VALUES_DISAGREE);
  }

  @Test
  void unknownColumn_isWithheldWhateverItHolds() {
    assertThat(Tables.only(Tables.csv("x9\n1\n2\n")).role()).isEqualTo(Role.DIRECT_IDENTIFIER);
    assertThat(Tables.only(Tables.csv("x9\nred\nred\n")).role()).isEqualTo(Role.DIRECT_IDENTIFIER);
    assertThat(Tables.only(Tables.csv("x9\nsome words\n")).role()).isEqualTo(Role.FREE_TEXT);
    assertThat(Tables.only(Tables.csv("x9\n\"\"\n")).role()).isEqualTo(Role.FREE_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"call 13812345678", "11010519491231002X", "a@example.org", "+44 2079460958"})
  void oneIdentifierAmongManyValues_withholdsTheColumn(String value) {
    StringBuilder csv = new StringBuilder("visit\n");
    for (int row = 0; row < 500; row++) {
      csv.append("week ").append(row % 40).append('\n');
    }
    Proposal clean = Tables.only(Tables.csv(csv.toString()));
    Proposal proposal = Tables.only(Tables.csv(csv + value + "\n"));

    assertThat(clean.role()).isEqualTo(Role.INSENSITIVE);
    assertThat(proposal.role().isReleased()).isFalse();
    assertThat(proposal.doubts()).contains(Doubt.IDENTIFIERS_IN_VALUES);
  }

  @Test
  void nameOfOneColumnInAnother_withholdsTheOther() {
    Detection detection =
        Detector.detect(Tables.csv("name,treatment\n王芳,A\n李娜,B\n张伟,同 李娜\n"), null);

    Proposal proposal = Tables.of(detection, "treatment");
    assertThat(proposal.role()).isEqualTo(Role.FREE_TEXT);
    assertThat(proposal.doubts()).contains(Doubt.IDENTIFIERS_IN_VALUES);
  }

  @Test
  void sentencesUnderAReleasedName_areFreeText() {
    Proposal proposal =
        Tables.only(
            Tables.csv(
                """
                result
                the patient was seen again in spring
                no change was found at this visit
                """));

    assertThat(proposal.role()).isEqualTo(Role.FREE_TEXT);
    assertThat(proposal.doubts()).contains(Doubt.LOOKS_LIKE_FREE_TEXT);
  }

  @Test
  void abbreviation_isInDoubt() {
    assertThat(Tables.only(Tables.csv("nl\n34\n35\n")).doubts())
        .containsExactly(Doubt.ABBREVIATED_NAME);
  }

  @Test
  void datesThatNoHierarchyTakes_areMaskedAndInDoubt() {
    Proposal proposal = Tables.only(Tables.csv("入院日期\n2024年1月2日\n2024年1月3日\n"));

    assertThat(proposal.role()).isEqualTo(Role.QUASI_IDENTIFIER);
    assertThat(proposal.hierarchy()).startsWith("{redact:");
    assertThat(proposal.doubts()).containsExactly(Doubt.HIERARCHY_DOES_NOT_FIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "birth date | 1950-02 | {date: [month, year, decade]}",
        "visit date | 2024-01-02 | {date: [day, month, quarter, year]}",
        "visit date | 2024-01-02T10:30 | {date: [time, day, month, quarter, year]}",
        "诊断 | E11.900x001 | {icd10: [code, category, block, chapter]}",
        "诊断 | I10.x00 | {icd10: [code, category, block, chapter]}",
      })
  void valuesThatARuleTakes_haveItsHierarchy(String name, String value, String hierarchy) {
    Proposal proposal = Tables.only(Tables.csv(name + "\n" + value + "\n"));

    assertThat(proposal.hierarchy()).isEqualTo(hierarchy);
    assertThat(proposal.doubts()).isEmpty();
  }

  @Test
  void diagnosesThatAreNotAllCodes_haveNoHierarchy() {
    assertThat(Tables.only(Tables.csv("诊断\nE11.9\n2型糖尿病\n")).hierarchy()).isNull();
    assertThat(Tables.only(Tables.csv("诊断\n\"\"\n")).hierarchy()).isNull();
  }

  @Test
  void years_areDatesWhereTheNameSaysSo() {
    Proposal proposal = Tables.only(Tables.csv("birth year\n1950\n1961\n"));

    assertThat(proposal.concept()).isEqualTo(Concept.BIRTH_DATE);
    assertThat(proposal.type()).isEqualTo(ValueType.DATE);
  }

  @Test
  void emptyColumn_isInDoubtThoughItsNameIsKnown() {
    assertThat(Tables.of(Detector.detect(Tables.csv("age,arm\n3,\n4,\n"), null), "arm").doubts())
        .containsExactly(Doubt.EMPTY_COLUMN);
  }

  @Test
  void subjectWithAMissingCell_tellsNobodyApart() {
    assertThat(Detector.detect(Tables.csv("subject_id,age\nS1,3\n,4\nS2,5\n"), null).subject())
        .isNull();
  }

  @Test
  void insensitiveColumns_areSearchedForWhatTheyGiveAway() {
    StringBuilder csv = new StringBuilder("subject_id,age,visit\n");
    for (int row = 0; row < 60; row++) {
      csv.append("S").append(row).append(',').append(20 + row % 20).append(',');
      csv.append(row % 20 < 10 ? "early" : "late").append('\n');
    }

    assertThat(Detector.detect(Tables.csv(csv + "S61,99,once\n"), null).cautions())
        .containsExactly(
            new Caution(Caution.Kind.REFINES, "visit", "age"),
            new Caution(Caution.Kind.RARE_VALUE, "visit", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"13812345678", "11010519491231002X", "a@example.org", "2024-01-02", "35"})
  void headerThatIsARowOfData_isRefusedWithoutSayingIt(String first) {
    assertThatThrownBy(() -> Detector.detect(Tables.csv("name," + first + "\nx,y\n"), null))
        .isInstanceOf(DetectException.class)
        .hasMessageContaining("column 2 of the header")
        .hasMessageNotContaining(first);
  }
}
