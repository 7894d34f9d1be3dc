package io.dukou.anonymizer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.table.CsvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specifications of several tables of one study. */
final class StudyParserTest {
  private static final String STUDY =
      """
      subject: USUBJID
      key: SUBJKEY
      others: drop
      tables:
        adsl:
          data: adsl.csv
          attributes:
            AGE: {role: quasi-identifier, weight: 1}
            ARM: {role: sensitive}
        adae:
          csv: {delimiter: ";"}
          others: keep
          attributes:
            AETERM: {role: quasi-identifier}
            AESEV: {role: sensitive}
            ARM: {role: sensitive}
      models:
        - {type: k-anonymity, k: 5}
        - {type: distinct-l-diversity, attribute: AESEV, l: 2}
        - {type: t-closeness, attribute: adsl.ARM, t: 0.2, distance: equal}
      suppressionLimit: 0.1
      """;

  @Test
  void boundFromTheData_isRefusedWhereNobodySeesIt() {
    String age = "AGE: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5%s}}}";
    String named = STUDY.replaceFirst("AGE: .*", age.formatted(""));
    String found = STUDY.replaceFirst("AGE: .*", age.formatted(", top: automatic"));

    assertThat(SpecParser.parseStanding(named, "s.yaml", SpecFiles.none()))
        .isInstanceOf(StudySpec.class);
    assertThat(
            catchThrowableOfType(
                SpecException.class,
                () -> SpecParser.parseStanding(found, "s.yaml", SpecFiles.none())))
        .hasMessageContaining("write the number that the plan found");
  }

  @Test
  void everyKey_isRead() {
    StudySpec spec = (StudySpec) parse(STUDY);
    TableSpec adsl = spec.table("adsl").orElseThrow();
    TableSpec adae = spec.table("adae").orElseThrow();

    assertThat(spec.subject()).isEqualTo("USUBJID");
    assertThat(spec.key()).isEqualTo("SUBJKEY");
    assertThat(spec.k()).isEqualTo(5);
    assertThat(spec.suppressionLimit()).isEqualTo(0.1);
    assertThat(spec.metric()).isEqualTo(MetricSpec.DEFAULT);
    assertThat(spec.tables()).extracting(TableSpec::name).containsExactly("adsl", "adae");
    assertThat(adsl.data()).isEqualTo("adsl.csv");
    assertThat(adsl.csv()).isEqualTo(CsvOptions.DEFAULT);
    assertThat(adsl.others()).isEqualTo(Others.DROP);
    assertThat(adae.data()).isNull();
    assertThat(adae.csv().delimiter()).isEqualTo(';');
    assertThat(adae.others()).isEqualTo(Others.KEEP);
    assertThat(adae.attributes())
        .extracting(AttributeSpec::name)
        .containsExactly("AETERM", "AESEV", "ARM");
  }

  @Test
  void refinementOfSeveralTables_isRefused() {
    assertThat(
            catchThrowableOfType(
                SpecException.class, () -> parse(STUDY + "refinement: {maxLayers: 2}\n")))
        .hasMessageContaining("refinement of several tables is not supported by this version");
  }

  @Test
  void attributesOfModels_areCalledByTableAndColumn() {
    StudySpec spec = (StudySpec) parse(STUDY);

    assertThat(spec.models())
        .extracting(model -> model.sensitiveAttribute().orElse(""))
        .containsExactly("", "adae.AESEV", "adsl.ARM");
  }

  @Test
  void part_isTheSpecificationOfOneTable() {
    StudySpec spec = (StudySpec) parse(STUDY);
    ReleaseSpec part = spec.part(spec.table("adae").orElseThrow());

    assertThat(part.subject()).isEqualTo("USUBJID");
    assertThat(part.k()).isEqualTo(5);
    assertThat(part.models())
        .extracting(model -> model.sensitiveAttribute().orElse(""))
        .containsExactlyInAnyOrder("", "AESEV");
  }

  @Test
  void specificationOfOneTable_isReadAsEver() {
    String one = "attributes: {AGE: {role: quasi-identifier}}\nmodels: [{type: k-anonymity, k: 2}]";

    assertThat(parse(one)).isEqualTo(SpecParser.parse(one, "spec.yaml", SpecFiles.none()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          subject: USUBJID         | USUBJID2: 1              | 1  | 1  | unknown key USUBJID2
          key: SUBJKEY             | key: AGE                 | 2  | 6  | has this name already
          key: SUBJKEY             | key: USUBJID             | 2  | 6  | has this name already
          data: adsl.csv           | date: adsl.csv           | 6  | 5  | unknown key date
          data: adsl.csv           | data: [a]                | 6  | 11 | text is expected
          AGE: {role               | USUBJID: {role           | 1  | 10 | subject column is released
          '  adae:'                | '  a.b:'                 | 11 | 5  | letters, digits
          '  adae:'                | '  adsl:'                | 10 | 3  | stands here twice
          attribute: AESEV         | attribute: AGE           | 19 | 45 | no sensitive attribute
          attribute: AESEV         | attribute: ARM           | 19 | 45 | say TABLE.COLUMN
          others: keep             | counts: N                | 12 | 13 | has this column only
          k-anonymity, k: 5        | k-map, k: 5              | 18 | 12 | not supported by this version
          k-anonymity, k: 5        | delta-presence           | 18 | 12 | not supported by this version
          """)
  void fault_isFoundWhereItStands(String right, String wrong, int row, int column, String problem) {
    SpecException failure =
        catchThrowableOfType(
            SpecException.class, () -> parse(STUDY.replaceFirst("(?m)" + quote(right), wrong)));

    assertThat(failure.problem()).contains(problem);
    assertThat(failure.line()).isEqualTo(row);
    assertThat(failure.column()).isEqualTo(column);
  }

  private static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void missingParts_areRefused() {
    String noSubject = STUDY.replace("subject: USUBJID\n", "");
    String attributesToo = STUDY + "attributes: {}\n";
    String noTables = "subject: a\ntables: {}\nmodels: [{type: k-anonymity, k: 2}]\n";

    assertThat(faultOf(noSubject)).contains("the key subject is missing");
    assertThat(faultOf(attributesToo)).contains("unknown key attributes");
    assertThat(faultOf(noTables)).contains("at least one table is expected");
  }

  private static String faultOf(String text) {
    return catchThrowableOfType(SpecException.class, () -> parse(text)).problem();
  }

  private static Specification parse(String text) {
    return SpecParser.parseAny(text, "spec.yaml", SpecFiles.none());
  }
}
