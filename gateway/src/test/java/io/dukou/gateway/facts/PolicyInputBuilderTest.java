package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import io.dukou.gateway.facts.ReleaseMeasures.PersonCounts;
import io.dukou.gateway.identity.Location;
import io.dukou.policies.PolicyInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyInputBuilderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-11-20T02:30:00Z");
  private static final ReleaseMeasures MEASURES =
      new ReleaseMeasures(
          11,
          List.of("AGE", "SEX", "REGION", "ARM", "AESEV"),
          new PersonCounts(220, 220, 0, 220, 0),
          new ConsentCounts(220, 0, 0, 0, 0, 0, 0, 0));

  @TempDir private Path temporary;
  private FactsFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = FactsFolder.in(temporary);
  }

  @Test
  void release_isTheBaseSampleOfThePolicies() throws Exception {
    ObjectNode expected =
        (ObjectNode) JSON.readTree(Path.of("../policies/samples/base.json").toFile());
    expected.withObject("/exporter").put("foreign_holding_pct", 12.5);
    expected.withObject("/recipient").put("list_checked_at", "2026-11-20T01:00:00.000+08:00");
    expected
        .withObject("/dataset/anonymisation")
        .put("diversity", "l-diversity")
        .put("intruder_test_no", "T-1")
        .put("linkable_source", "held")
        .put("counsel_approval_no", "none");
    expected
        .withObject("/hgr")
        .put("class", "info")
        .put("prior_report_receipt", "R-1")
        .put("backup_receipt", "B-1");
    expected.withObject("/mechanism/scope").put("max_persons", 5000);
    JsonNode built = PolicyInputBuilder.release(folder.load(), intent("CH", false), MEASURES);
    assertThat(PolicyInput.of(built).canonicalJson())
        .isEqualTo(PolicyInput.of(expected).canonicalJson());
  }

  @Test
  void request_hasNoMeasuresAndFollowsTheSchema() {
    JsonNode built = PolicyInputBuilder.request(folder.load(), intent("CH", false));
    assertThat(PolicyInput.of(built).json()).isNotEmpty();
    assertThat(built.path("release").isNull()).isTrue();
    assertThat(built.has("persons")).isFalse();
    assertThat(built.path("consent").path("subjects").isNull()).isTrue();
  }

  @Test
  void factsThatAreNotKnown_areLeftOut() {
    folder.write(
        "facts.yaml",
        """
        exporters: {e: {}}
        recipients: {rhein-pharma: {}}
        studies:
          LC-2026-001:
            exporter: e
            datasets: {adsl: {}}
            consent: {ledger: consents.csv, version: ICF-3}
        """);
    JsonNode built = PolicyInputBuilder.release(folder.load(), intent("CH", false), MEASURES);
    assertThat(PolicyInput.of(built).json()).isNotEmpty();
    assertThat(names(built.path("exporter"))).containsExactly("id");
    assertThat(names(built.path("recipient"))).containsExactly("id");
    assertThat(names(built.path("dataset")))
        .containsExactlyInAnyOrder("id", "fields", "study_subjects", "anonymisation");
    assertThat(built.path("dataset").path("anonymisation")).isEmpty();
    assertThat(built.path("hgr")).isEmpty();
    assertThat(built.path("study").path("ethics")).isEmpty();
    assertThat(built.path("persons").path("opening_balance").asText()).isEqualTo("unknown");
    assertThat(built.path("persons").has("ytd_sens_after")).isFalse();
  }

  @Test
  void studyThatFactsDoNotDescribe_leavesOnlyTheEvent() {
    folder.write("facts.yaml", "exporters: {}\n");
    JsonNode built = PolicyInputBuilder.request(folder.load(), intent("CH", false));
    assertThat(names(built)).containsExactly("event", "release");
    assertThat(PolicyInput.of(built).json()).isNotEmpty();
  }

  @Test
  void recordsOfAStudy_areAboutItsSubjectsWhateverFactsSay() {
    Facts facts = folder.with("sensitive: true", "sensitive: false");
    assertThat(
            PolicyInputBuilder.request(facts, intent("CH", false))
                .path("dataset")
                .path("study_subjects")
                .booleanValue())
        .isTrue();
  }

  @Test
  void oneListedMember_makesTheGroupListed() {
    Facts facts =
        folder.with(
            "restrictedListed: false\n      listCheckedAt: 2026-11-20T03",
            "restrictedListed: true\n      listCheckedAt: 2026-11-20T03");
    assertThat(recipient(facts).path("restricted_listed").booleanValue()).isTrue();
    assertThat(recipient(facts).path("is_foreign_judicial_le").booleanValue()).isFalse();
  }

  @Test
  void oneMemberThatNobodyLookedAt_makesTheGroupUnknown() {
    Facts facts = folder.with("subRecipients: [biostat]", "subRecipients: [biostat, lonely]");
    assertThat(recipient(facts).has("restricted_listed")).isFalse();
    assertThat(recipient(facts).has("list_checked_at")).isFalse();
    assertThat(recipient(facts).has("is_foreign_judicial_le")).isFalse();
  }

  @Test
  void recipientWithoutAMechanismOrAssessment_isKnownToHaveNone() {
    Facts facts = folder.with("recipients: [rhein-pharma]", "recipients: [lonely]");
    JsonNode built = PolicyInputBuilder.request(facts, intent("CH", false));
    assertThat(built.path("mechanism").toString()).isEqualTo("{\"type\":\"none\"}");
    assertThat(built.path("pipia").toString()).isEqualTo("{\"id\":\"none\"}");
  }

  @Test
  void mechanismOfAnotherExporter_isNotTaken() {
    folder.write(
        "facts.yaml",
        FactsFolder.resource("full.yaml")
            .replace("exporters:\n", "exporters:\n  other: {}\n")
            .replace("  contract-7:\n    exporter: lecheng-hospital", "  c:\n    exporter: other"));
    assertThat(type(folder.load())).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "status: in-force, 2026-10-27, LC-2026-001, cert",
    "status: in-force, 2026-10-25, LC-2026-001, scc",
    "status: pending, 2026-10-27, LC-2026-001, scc",
    "status: in-force, 2026-11-21, LC-2026-001, scc",
    "status: in-force, 2026-10-27, LC-2026-002, scc"
  })
  void amongMechanisms_scopeCountsFirstThenForceThenDate(
      String status, String effective, String study, String expected) {
    folder.write(
        "facts.yaml",
        FactsFolder.resource("full.yaml")
            .replace("mechanisms:\n", "mechanisms:\n" + certificate(status, effective, study))
            .replace("studies:\n  LC-2026-001:", "studies:\n" + secondStudy() + "  LC-2026-001:"));
    assertThat(type(folder.load())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CH, false, CH, true",
    "unknown, false, CH, true",
    "CN, true, CH, true",
    "CN, true, CN, false"
  })
  void callerInChina_handsOnUnlessItsRecipientSitsThereToo(
      String country, boolean mainland, String seat, boolean transmits) {
    Facts facts = folder.with("country: CH", "country: " + seat);
    JsonNode event = PolicyInputBuilder.request(facts, intent(country, mainland)).path("event");
    assertThat(event.path("transmits_abroad").booleanValue()).isEqualTo(transmits);
    assertThat(event.path("actor_location").asText()).isEqualTo(country);
  }

  /** Regulations 11.4: the counters begin at 1 January 00:00 +08:00, not UTC. */
  @ParameterizedTest
  @CsvSource({
    "2026-12-31T15:59:59Z, 2026, known",
    "2026-12-31T16:00:00Z, 2027, unknown",
    "2025-12-31T16:00:00Z, 2026, known",
    "2025-12-31T15:59:59Z, 2025, unknown"
  })
  void year_beginsInChina(Instant at, int year, String balance) {
    JsonNode persons =
        PolicyInputBuilder.release(folder.load(), intent("CH", false, at), MEASURES)
            .path("persons");
    assertThat(persons.path("year").intValue()).isEqualTo(year);
    assertThat(persons.path("opening_balance").asText()).isEqualTo(balance);
    assertThat(persons.has("ytd_sens_after")).isEqualTo(balance.equals("known"));
  }

  @Test
  void anySubsetOfTheFacts_makesAnInputThatFollowsTheSchema() {
    Random random = new Random(20_261_120);
    int usable = 0;
    for (int round = 0; round < 150; round++) {
      folder.write("facts.yaml", withoutSomeLines(random));
      if (folder.problems().isEmpty()) {
        usable++;
        Facts facts = folder.load();
        PolicyInput.of(PolicyInputBuilder.request(facts, intent("CH", false)));
        PolicyInput.of(PolicyInputBuilder.release(facts, intent("CN", true), MEASURES));
      }
    }
    assertThat(usable).isGreaterThan(50);
  }

  /** Leaves out one line in ten of those that are a whole optional fact. */
  private static String withoutSomeLines(Random random) {
    return Arrays.stream(FactsFolder.resource("full.yaml").split("\n"))
        .filter(
            line ->
                !line.matches(" {4,}[A-Za-z]+: .*")
                    || line.matches(".*(exporter|ledger|version|type|items|signed).*")
                    || random.nextInt(10) > 0)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String certificate(String status, String effective, String study) {
    return """
      certificate-1:
        exporter: lecheng-hospital
        type: cert
        %s
        effectiveAt: %sT00:00:00+08:00
        scope: {studies: [%s], recipients: [rhein-pharma], purposes: [label_update]}
    """
        .formatted(status, effective, study);
  }

  private static String secondStudy() {
    return """
      LC-2026-002:
        exporter: lecheng-hospital
        consent: {ledger: consents.csv, version: ICF-3}
    """;
  }

  private static String type(Facts facts) {
    return PolicyInputBuilder.request(facts, intent("CH", false))
        .path("mechanism")
        .path("type")
        .asText();
  }

  private static JsonNode recipient(Facts facts) {
    return PolicyInputBuilder.request(facts, intent("CH", false)).path("recipient");
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(entry -> entry.getKey()).toList();
  }

  private static TransferIntent intent(String country, boolean mainland) {
    return intent(country, mainland, AT);
  }

  private static TransferIntent intent(String country, boolean mainland, Instant at) {
    return new TransferIntent(
        "LC-2026-001",
        "adsl",
        "rhein-pharma",
        "label_update",
        List.of("AGE", "SEX", "REGION", "ARM", "AESEV"),
        new Location(mainland, country),
        TransferIntent.Kind.PULL,
        at);
  }
}
