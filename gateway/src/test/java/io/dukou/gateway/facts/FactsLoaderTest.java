package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.gateway.facts.Dataset.Anonymity;
import io.dukou.gateway.facts.Dataset.Classification;
import io.dukou.gateway.facts.Dataset.Diversity;
import io.dukou.gateway.facts.Dataset.GeneticClass;
import io.dukou.gateway.facts.Dataset.Genetics;
import io.dukou.gateway.facts.Dataset.Identifiability;
import io.dukou.gateway.facts.Dataset.Storage;
import io.dukou.gateway.facts.Exporter.OpeningBalance;
import io.dukou.gateway.facts.Mechanism.Filing;
import io.dukou.gateway.facts.Mechanism.Status;
import io.dukou.gateway.facts.Mechanism.Term;
import io.dukou.gateway.facts.Recipient.Screening;
import io.dukou.gateway.facts.Study.Ethics;
import io.dukou.gateway.facts.Study.NoticeItem;
import io.dukou.gateway.facts.Study.Purpose;
import io.dukou.gateway.yaml.KeyUse;
import io.dukou.gateway.yaml.UnusableFileException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactsLoaderTest {
  @TempDir private Path temporary;
  private FactsFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = FactsFolder.in(temporary);
  }

  @Test
  void fullFile_setsEveryKeyThatTheLoaderAsksFor() {
    FactsLoader loader = new FactsLoader();
    loader.load(List.of(folder.file()));
    List<String> present =
        loader.uses().stream().filter(KeyUse::present).map(KeyUse::path).toList();
    assertThat(loader.uses()).extracting(KeyUse::path).allMatch(present::contains);
  }

  @Test
  void exporter_takesEveryKey() {
    assertThat(folder.load().exporterOf("LC-2026-001"))
        .contains(
            new Exporter(
                "lecheng-hospital",
                true,
                false,
                new BigDecimal("12.5"),
                false,
                Map.of(
                    2026,
                    new OpeningBalance(
                        1200, 300, "Data office", Instant.parse("2026-01-05T01:00:00Z")))));
  }

  @Test
  void recipient_takesEveryKeyAndKnowsNothingByDefault() {
    Map<String, Recipient> recipients = folder.load().recipients();
    assertThat(recipients.get("rhein-pharma"))
        .isEqualTo(
            new Recipient(
                "rhein-pharma",
                "Rhein Pharma AG",
                "CH",
                true,
                new Screening(false, Instant.parse("2026-11-19T18:00:00Z"), false, false, "none"),
                List.of("rhein-us"),
                List.of("biostat")));
    assertThat(recipients.get("lonely"))
        .isEqualTo(
            new Recipient(
                "lonely",
                null,
                null,
                null,
                new Screening(null, null, null, null, null),
                List.of(),
                List.of()));
  }

  @Test
  void study_takesEveryKey() {
    Study study = folder.load().study("LC-2026-001").orElseThrow();
    assertThat(study.protocolVersion()).isEqualTo("3.0");
    assertThat(study.foreignInspection()).isFalse();
    assertThat(study.ethics())
        .isEqualTo(
            new Ethics(
                "EC-2026-017",
                Instant.parse("2026-03-01T16:00:00Z"),
                Instant.parse("2027-03-01T16:00:00Z"),
                "3.0",
                true));
    assertThat(study.purpose("label_update"))
        .contains(
            new Purpose(
                List.of("AGE", "SEX", "REGION", "ARM", "VISIT", "AESEV"),
                Instant.parse("2031-12-30T16:00:00Z")));
    assertThat(study.consent().notice("rhein-pharma").orElseThrow().items())
        .containsExactlyInAnyOrder(NoticeItem.values());
    assertThat(study.ledger().size()).isEqualTo(12);
  }

  @Test
  void dataset_takesEveryKeyAndKnowsNothingByDefault() {
    Facts facts = folder.with("    consent:\n", "      bare: {}\n    consent:\n");
    Study study = facts.study("LC-2026-001").orElseThrow();
    assertThat(study.dataset("adsl"))
        .contains(
            new Dataset(
                "adsl",
                List.of("demographics", "health"),
                Identifiability.DEID,
                true,
                new Classification(false, false, "data-security-office"),
                new Storage("CN", "CN", false),
                new Genetics(GeneticClass.INFO, "R-1", "B-1"),
                new Anonymity(Diversity.L_DIVERSITY, "T-1", true, "none")));
    assertThat(study.dataset("bare"))
        .contains(
            new Dataset(
                "bare",
                null,
                null,
                null,
                new Classification(null, null, null),
                new Storage(null, null, null),
                new Genetics(null, null, null),
                new Anonymity(null, null, null, null)));
  }

  @Test
  void mechanismAndAssessment_takeEveryKey() {
    Facts facts = folder.load();
    assertThat(facts.mechanisms())
        .containsExactly(
            new Mechanism(
                "contract-7",
                "lecheng-hospital",
                Mechanism.Type.SCC,
                Status.IN_FORCE,
                true,
                Instant.parse("2026-10-25T16:00:00Z"),
                new Term(true, null),
                new Filing(true, Instant.parse("2026-11-05T01:00:00Z")),
                scope(5000L)));
    assertThat(facts.assessments())
        .containsExactly(
            new ImpactAssessment(
                "PIPIA-2026-004",
                "lecheng-hospital",
                Instant.parse("2026-10-19T16:00:00Z"),
                List.of(1, 2, 3, 4, 5, 6),
                scope(null)));
  }

  @Test
  void mechanismAndAssessment_knowNothingByDefault() {
    folder.write(
        "facts.yaml",
        """
        exporters: {e: {}}
        mechanisms: {m: {exporter: e, type: sa}}
        impactAssessments: {p: {exporter: e}}
        """);
    Facts facts = folder.load();
    Scope unknown = new Scope(null, null, null, null, null);
    assertThat(facts.mechanisms())
        .containsExactly(
            new Mechanism(
                "m",
                "e",
                Mechanism.Type.SA,
                null,
                null,
                null,
                new Term(false, null),
                new Filing(null, null),
                unknown));
    assertThat(facts.assessments())
        .containsExactly(new ImpactAssessment("p", "e", null, List.of(), unknown));
  }

  @Test
  void wrongAndUnknownKeys_areNamedWithTheirPlaces() {
    folder.write(
        "facts.yaml",
        """
        exporters:
          e:
            domestik: true
            foreignHoldingPercent: 101
        recipients:
          r:
            country: XX
            screening: {restrictedListed: no}
        mechanism: {}
        """);
    assertThat(folder.problems())
        .satisfiesExactly(
            p ->
                assertThat(p).startsWith("facts.yaml:3:5: unknown key 'exporters.e.domestik': did"),
            p -> assertThat(p).startsWith("facts.yaml:4:28: 'exporters.e.foreignHoldingPercent'"),
            p -> assertThat(p).startsWith("facts.yaml:7:14: 'recipients.r.country': 'XX'"),
            p -> assertThat(p).startsWith("facts.yaml:8:35: 'recipients.r.screening.restricted"),
            p -> assertThat(p).startsWith("facts.yaml:9:1: unknown key 'mechanism': did you mean"));
  }

  @Test
  void namesThatLeadNowhere_areEachNamed() {
    folder.write(
        "facts.yaml",
        """
        recipients:
          r: {affiliates: [ghost-1]}
        mechanisms:
          m: {exporter: ghost-2, type: scc, scope: {studies: [ghost-3], recipients: [r, ghost-4]}}
        impactAssessments:
          p: {exporter: ghost-5}
        """);
    assertThat(folder.problems())
        .hasSize(5)
        .allMatch(problem -> problem.contains("is named here and described nowhere: add it"))
        .anyMatch(problem -> problem.startsWith("facts.yaml:2:6: 'ghost-1'"))
        .anyMatch(problem -> problem.startsWith("facts.yaml:4:6: 'ghost-3'"));
  }

  @Test
  void listLongerThanThePolicyTakes_isRefusedWhereItStands() {
    String studies =
        IntStream.range(0, 101).mapToObj(i -> "s" + i).collect(Collectors.joining(", "));
    folder.write(
        "facts.yaml",
        """
        exporters: {e: {}}
        mechanisms:
          m: {exporter: e, type: scc, scope: {studies: [%s]}}
        """
            .formatted(studies));
    assertThat(folder.problems())
        .anyMatch(
            problem ->
                problem.startsWith("facts.yaml:3:")
                    && problem.contains("a list of 101; the policy takes at most 100"));
  }

  @Test
  void limitsOfLists_areThoseOfThePolicysInput() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Path.of("../policies/schemas/input.json").toFile());
    Set<Integer> limits = new HashSet<>();
    schema.findValues("maxItems").forEach(limit -> limits.add(limit.asInt()));
    assertThat(limits).containsExactlyInAnyOrder(FactLists.MOST, FactLists.MOST_COLUMNS);
  }

  @Test
  void severalFiles_areReadAsOneAndMayNotRepeatEachOther() {
    Path first = folder.write("first.yaml", "exporters: {e: {}}\n");
    Path second = folder.write("second.yaml", "mechanisms: {m: {exporter: e, type: scc}}\n");
    Facts facts = new FactsLoader().load(List.of(first, second));
    assertThat(facts.mechanisms()).hasSize(1);
    Path third = folder.write("facts.yaml", "exporters:\n  e: {}\n");
    FactsLoader loader = new FactsLoader();
    assertThat(catchProblems(loader, List.of(first, third)))
        .endsWith("facts.yaml:2:6: 'e' stands in another file too: keep one");
  }

  @Test
  void revision_followsEveryFile() {
    String before = folder.load().revision();
    assertThat(folder.load().revision()).isEqualTo(before).matches("[0-9a-f]{64}");
    folder.write("consents.csv", FactsFolder.resource("consents.csv").replace("1980", "1981"));
    String otherConsents = folder.load().revision();
    assertThat(otherConsents).isNotEqualTo(before);
    assertThat(folder.with("12.5", "12.6").revision()).isNotIn(before, otherConsents);
  }

  private static String catchProblems(FactsLoader loader, List<Path> files) {
    try {
      loader.load(files);
      return "";
    } catch (UnusableFileException e) {
      return e.getMessage();
    }
  }

  private static Scope scope(Long maxPersons) {
    return new Scope(
        List.of("LC-2026-001"),
        List.of("rhein-pharma"),
        List.of("label_update"),
        List.of("demographics", "health"),
        maxPersons);
  }
}
