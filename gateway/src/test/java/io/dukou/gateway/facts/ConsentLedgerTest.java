package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.facts.ConsentLedger.Gap;
import io.dukou.gateway.facts.ConsentLedger.Use;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsentLedgerTest {
  private static final String HEADER =
      "subject,version,basis,separate_sensitive,separate_export,recipients,purposes,"
          + "guardian_separate,birth_date,withdrawn_at,expires_at\n";
  private static final Instant NOVEMBER = Instant.parse("2026-11-20T02:30:00Z");

  private final Problems problems = new Problems();

  @ParameterizedTest
  @CsvSource({
    "S-valid,",
    "S-older-form,",
    "S-nobody, ABSENT",
    "S-other-form, OTHER_VERSION",
    "S-basis, OTHER_BASIS",
    "S-withdrawn, WITHDRAWN",
    "S-expired, EXPIRED",
    "S-recipient, OTHER_RECIPIENT",
    "S-purpose, OTHER_PURPOSE",
    "S-sensitive, NO_SEPARATE_SENSITIVE",
    "S-export, NO_SEPARATE_EXPORT"
  })
  void consent_coversAUseOrSaysWhyNot(String subject, Gap gap) {
    assertThat(ledger().gaps(subject, use(NOVEMBER)))
        .isEqualTo(gap == null ? EnumSet.noneOf(Gap.class) : EnumSet.of(gap));
    assertThat(ledger().covers(subject, use(NOVEMBER))).isEqualTo(gap == null);
  }

  @Test
  void everyGap_isNamed() {
    String row = "S,ICF-0,contract,no,no,,,,2020-01-01,2026-01-01,2026-01-01\n";
    EnumSet<Gap> all = EnumSet.complementOf(EnumSet.of(Gap.ABSENT));
    assertThat(read(HEADER + row, true).gaps("S", use(NOVEMBER))).isEqualTo(all);
  }

  @Test
  void answers_holdUntilTheNextChangeAndNoLonger() {
    String row = "S,ICF-0,consent,yes,yes,,,,2012-11-25,2026-12-01,2027-01-01\n";
    ConsentLedger ledger = read(HEADER + row, true);
    Instant at = NOVEMBER;
    for (String change :
        List.of("2026-11-24T16:00:00Z", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z")) {
      Instant until = ledger.unchangedUntil(at);
      assertThat(until).isEqualTo(Instant.parse(change));
      assertThat(ledger.gaps("S", use(until.minusMillis(1)))).isEqualTo(ledger.gaps("S", use(at)));
      assertThat(ledger.gaps("S", use(until))).isNotEqualTo(ledger.gaps("S", use(at)));
      at = until;
    }
    assertThat(ledger.unchangedUntil(at)).isEqualTo(Instant.MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T03:59:59.999Z, false",
    "2026-06-01T04:00:00Z, true",
    "2026-06-01T04:00:00.001Z, true"
  })
  void withdrawal_takesEffectAtItsInstant(Instant at, boolean withdrawn) {
    assertThat(ledger().gaps("S-withdrawn", use(at)).contains(Gap.WITHDRAWN)).isEqualTo(withdrawn);
    assertThat(ledger().withdrawn(at)).isEqualTo(withdrawn ? Set.of("S-withdrawn") : Set.of());
  }

  @ParameterizedTest
  @CsvSource({"2026-06-30T15:59:59Z, false", "2026-06-30T16:00:00Z, true"})
  void dateWithoutTime_beginsAtMidnightInChina(Instant at, boolean expired) {
    assertThat(ledger().gaps("S-expired", use(at)).contains(Gap.EXPIRED)).isEqualTo(expired);
  }

  /** Regulations 11.4: 13 years and 364 days, and the 14th birthday, in China. */
  @ParameterizedTest
  @CsvSource({"2026-02-28T15:59:59Z, true", "2026-02-28T16:00:00Z, false"})
  void childhood_endsAtTheFourteenthBirthdayInChina(Instant at, boolean young) {
    assertThat(ledger().underFourteen("S-child", at)).isEqualTo(young);
    assertThat(ledger().gaps("S-child", use(at)).contains(Gap.UNDER_14_WITHOUT_GUARDIAN))
        .isEqualTo(young);
    assertThat(ledger().gaps("S-child-guarded", use(at))).isEmpty();
  }

  @Test
  void unknownAge_countsAsYoungUnlessTheStudyEnrolsNoChildren() {
    String row = HEADER + "S,ICF-3,consent,yes,yes,r,p,,,,\n";
    assertThat(read(row, true).underFourteen("S", NOVEMBER)).isTrue();
    assertThat(read(row, false).underFourteen("S", NOVEMBER)).isFalse();
    assertThat(read(row, false).underFourteen("nobody", NOVEMBER)).isTrue();
  }

  @Test
  void bornOnALeapDay_turnsFourteenOnTheLastOfFebruary() {
    ConsentLedger ledger = read(HEADER + "S,ICF-3,consent,yes,yes,r,p,,2012-02-29,,\n", true);
    assertThat(ledger.underFourteen("S", Instant.parse("2026-02-27T15:59:59Z"))).isTrue();
    assertThat(ledger.underFourteen("S", Instant.parse("2026-02-27T16:00:00Z"))).isFalse();
  }

  @Test
  void tally_countsEachSubjectUnderEachOfItsGaps() {
    List<String> subjects =
        Stream.of(
                "S-valid",
                "S-nobody",
                "S-basis",
                "S-withdrawn",
                "S-expired",
                "S-other-form",
                "S-recipient",
                "S-sensitive",
                "S-export",
                "S-child")
            .toList();
    Use inJanuary2026 = use(Instant.parse("2026-01-31T00:00:00Z"));
    assertThat(ConsentTally.count(ledger(), subjects, use(NOVEMBER), 7))
        .isEqualTo(new ConsentCounts(10, 4, 7, 2, 3, 1, 1, 1));
    assertThat(ConsentTally.count(ledger(), List.of("S-child"), inJanuary2026, 0))
        .isEqualTo(new ConsentCounts(1, 0, 0, 0, 0, 0, 1, 1));
  }

  @Test
  void ledger_isPrintedByItsSizeOnly() {
    assertThat(ledger()).hasToString("ConsentLedger[12 subjects]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "S,ICF-3,consent,maybe,yes,r,p,,,,; 2:4: 'separate_sensitive': write yes or no",
        "S,ICF-3,consent,,yes,r,p,,,,; 2:4: 'separate_sensitive': write yes or no",
        "S,ICF-3,consent,yes,yes,r,p,maybe,,,; 2:8: 'guardian_separate': write yes or no",
        "S,ICF-3,consent,yes,yes,r,p,,17.5.1980,,; 2:9: 'birth_date': write a date",
        "S,ICF-3,consent,yes,yes,r,p,,,2026-13-01,; 2:10: 'withdrawn_at': write a time",
        "S,ICF-3,consent,yes,yes,r,p,,,2026-01-01T00:00:00,; 2:10: 'withdrawn_at': write a time",
        "' ,ICF-3,consent,yes,yes,r,p,,,,'; 2:1: 'subject': write a text that is not blank",
        "S,,consent,yes,yes,r,p,,,,; 2:2: 'version': write a text that is not blank"
      })
  void wrongField_isNamedWithLineAndColumn(String row, String problem) {
    read(HEADER + row + "\n", true);
    assertThat(found()).singleElement().asString().startsWith("f:" + problem);
  }

  @Test
  void subjectWithTwoRows_isNamedAtTheSecond() {
    String row = "S,ICF-3,consent,yes,yes,r,p,,,,\n";
    read(HEADER + row + "T" + row.substring(1) + row, true);
    assertThat(found())
        .containsExactly("f:4:1: 'subject': this subject has a row already: keep one");
  }

  @Test
  void wrongHeader_isNamedColumnByColumn() {
    read("subject,version,basis,separate_sensitive,recipients,purposes,subject,extra\n", true);
    assertThat(found())
        .satisfiesExactly(
            p -> assertThat(p).isEqualTo("f:1:1: the column 'separate_export' is missing: add it"),
            p -> assertThat(p).startsWith("f:1:7: the column 'subject' stands here twice"),
            p -> assertThat(p).startsWith("f:1:8: unknown column: the columns are [basis, birth_"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S,ICF-3,consent\n",
        "S,ICF-3,consent,yes,yes,r,p,,,,,\n",
        "\"S,ICF-3,consent,yes,yes,r,p,,,,\n",
        "\"S\"x,ICF-3,consent,yes,yes,r,p,,,,\n"
      })
  void brokenCsv_isReportedWithoutQuotingIt(String rows) {
    read(HEADER + rows, true);
    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("f: this is not CSV")
        .doesNotContain("ICF");
  }

  @Test
  void emptyFile_isReported() {
    read("", true);
    assertThat(found()).containsExactly("f:1:1: the file is empty: write the header at least");
  }

  @Test
  void bytesOfAnotherEncoding_areReported() throws Exception {
    byte[] bytes =
        (HEADER + "S\u00E9,ICF-3,consent,yes,yes,r,p,,,,\n").getBytes(StandardCharsets.ISO_8859_1);
    csv().read(new ByteArrayInputStream(bytes), true);
    assertThat(found()).containsExactly("f: the file is not UTF-8: save it as UTF-8");
  }

  @Test
  void byteOrderMarkAndChineseSubjects_areRead() {
    ConsentLedger ledger =
        read("\uFEFF" + HEADER + "受试者一,ICF-3,consent,yes,yes,r,p,,1980-01-01,,\n", true);
    assertThat(found()).isEmpty();
    assertThat(ledger.covers("受试者一", new Use("r", "p", NOVEMBER))).isTrue();
  }

  @Test
  void problems_areCutAfterFifty() {
    read(HEADER + "S,ICF-3,consent,x,x,r,p,,,,\n".repeat(1000), true);
    assertThat(problems.count()).isEqualTo(50);
  }

  @Test
  void problems_neverShowAValue() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      String row =
          "canary1,canary2,canary3,canary4,canary5,canary6,canary7,canary8,canary9,canary10,canary11";
      StringBuilder damaged = new StringBuilder(row);
      damaged.setCharAt(random.nextInt(row.length()), ",\"\r\n\u0000x".charAt(random.nextInt(6)));
      read(HEADER + damaged + "\n", true);
    }
    assertThat(found()).isNotEmpty().noneMatch(problem -> problem.contains("canary"));
  }

  @Test
  void manySubjects_areEachFoundAgain() {
    int count = 200_000;
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < count; i++) {
      rows.append("SUBJ-").append(i).append(",ICF-3,consent,yes,");
      rows.append(i % 3 == 0 ? "no" : "yes").append(",r,p,,1980-01-01,,\n");
    }
    ConsentLedger ledger = read(rows.toString(), true);
    assertThat(ledger.size()).isEqualTo(count);
    Use use = new Use("r", "p", NOVEMBER);
    for (int i = 0; i < count; i++) {
      assertThat(ledger.covers("SUBJ-" + i, use)).isEqualTo(i % 3 != 0);
    }
    assertThat(ledger.covers("SUBJ-" + count, use)).isFalse();
  }

  private ConsentLedger ledger() {
    return read(FactsFolder.resource("consents.csv"), false);
  }

  private ConsentLedger read(String csv, boolean enrolsUnderFourteen) {
    try {
      return csv()
          .read(
              new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), enrolsUnderFourteen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConsentCsv csv() {
    return new ConsentCsv("f", Set.of("ICF-2", "ICF-3"), problems);
  }

  private static Use use(Instant at) {
    return new Use("rhein-pharma", "label_update", at);
  }

  private List<String> found() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
