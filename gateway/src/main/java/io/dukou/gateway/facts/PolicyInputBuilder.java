package io.dukou.gateway.facts;

import static io.dukou.gateway.yaml.ValueTypes.written;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import io.dukou.gateway.facts.ReleaseMeasures.PersonCounts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts facts and an intent into the form that policies are asked in, {@code
 * policies/schemas/input.json}. Facts that are not known are left out. Safe for use by several
 * threads.
 *
 * <h2>What is put together</h2>
 *
 * <ul>
 *   <li>A recipient answers for its whole group: one listed affiliate makes it listed, and one
 *       affiliate that nobody has looked at makes it unknown.
 *   <li>Of several mechanisms or assessments that cover the recipient, the one that covers most of
 *       study and purpose is taken; among equals one that holds at the time of the event, then the
 *       latest. If none covers the recipient there is none, and that is known.
 *   <li>Counts since 1 January include the opening balance; without one for the year of the event
 *       they are unknown.
 *   <li>Records of a study are about its subjects, whatever the facts say.
 * </ul>
 */
public final class PolicyInputBuilder {
  private static final String NONE = "none";

  private final Facts facts;
  private final TransferIntent intent;
  private final ObjectNode input = JsonNodeFactory.instance.objectNode();

  private PolicyInputBuilder(Facts facts, TransferIntent intent) {
    this.facts = facts;
    this.intent = intent;
  }

  /** Returns the input for the entry point {@code request}. */
  public static JsonNode request(Facts facts, TransferIntent intent) {
    PolicyInputBuilder builder = new PolicyInputBuilder(facts, intent);
    builder.addFacts();
    builder.input.putNull("release");
    return builder.input;
  }

  /** Returns the input for the entry point {@code release}. */
  public static JsonNode release(Facts facts, TransferIntent intent, ReleaseMeasures measures) {
    PolicyInputBuilder builder = new PolicyInputBuilder(facts, intent);
    builder.addFacts();
    builder.addConsents(measures.consents());
    builder.addPersons(measures.persons());
    builder.addRelease(measures);
    return builder.input;
  }

  private void addFacts() {
    Optional<Study> study = facts.study(intent.study());
    addEvent(study);
    study.map(Study::exporter).map(facts.exporters()::get).ifPresent(this::addExporter);
    Optional.ofNullable(facts.recipients().get(intent.recipient())).ifPresent(this::addRecipient);
    study.ifPresent(this::addStudy);
    Optional<Dataset> dataset = study.flatMap(found -> found.dataset(intent.dataset()));
    dataset.ifPresent(this::addDataset);
    dataset.ifPresent(found -> addGenetics(found.genetics()));
    study.ifPresent(this::addConsentForm);
    study.ifPresent(found -> addMechanism(found.exporter()));
    study.ifPresent(found -> addAssessment(found.exporter()));
  }

  private void addEvent(Optional<Study> study) {
    ObjectNode event = input.putObject("event");
    event.put("time", intent.at().toString());
    event.put("kind", written(intent.kind()).replace('-', '_'));
    event.put("purpose", intent.purpose());
    event.put("actor_location", intent.location().country());
    event.put("egress_jurisdiction", intent.location().country());
    event.put("transmits_abroad", transmitsAbroad());
    put(event, "foreign_inspection", study.map(Study::foreignInspection).orElse(null));
  }

  /** A caller in China can hand on what it reads unless its recipient sits there too. */
  private boolean transmitsAbroad() {
    boolean recipientInChina =
        Optional.ofNullable(facts.recipients().get(intent.recipient()))
            .map(Recipient::country)
            .filter("CN"::equals)
            .isPresent();
    return intent.location().abroad() || !recipientInChina;
  }

  private void addExporter(Exporter exporter) {
    ObjectNode node = input.putObject("exporter");
    node.put("id", exporter.id());
    put(node, "domestic", exporter.domestic());
    put(node, "ciio_notified", exporter.ciioNotified());
    if (exporter.foreignHoldingPercent() != null) {
      node.put("foreign_holding_pct", exporter.foreignHoldingPercent());
    }
    put(node, "foreign_control", exporter.foreignControl());
  }

  private void addRecipient(Recipient recipient) {
    List<Recipient> group =
        facts.recipientGroups().of(recipient.id()).stream()
            .map(facts.recipients()::get)
            .flatMap(member -> Optional.ofNullable(member).stream())
            .toList();
    ObjectNode node = input.putObject("recipient");
    node.put("id", recipient.id());
    put(node, "name", recipient.name());
    put(node, "country", recipient.country());
    put(node, "foreign_controlled", recipient.foreignControlled());
    put(node, "restricted_listed", any(group, r -> r.screening().restrictedListed()));
    put(node, "list_checked_at", earliest(group));
    put(node, "is_foreign_judicial_le", any(group, r -> r.screening().judicialOrLawEnforcement()));
    put(node, "is_foreign_drug_regulator", any(group, r -> r.screening().drugRegulator()));
    put(node, "authority_approval_no", recipient.screening().authorityApproval());
  }

  private void addStudy(Study study) {
    ObjectNode node = input.putObject("study");
    node.put("id", study.id());
    put(node, "protocol_version", study.protocolVersion());
    study
        .purpose(intent.purpose())
        .ifPresent(
            purpose -> {
              put(node, "approved_fields", purpose.approvedFields());
              put(node, "retention_until", purpose.retentionUntil());
            });
    ObjectNode ethics = node.putObject("ethics");
    put(ethics, "number", study.ethics().number());
    put(ethics, "approved_at", study.ethics().approvedAt());
    put(ethics, "expires_at", study.ethics().expiresAt());
    put(ethics, "protocol_version", study.ethics().protocolVersion());
    put(ethics, "overseas_scope", study.ethics().overseasScope());
  }

  private void addDataset(Dataset dataset) {
    ObjectNode node = input.putObject("dataset");
    node.put("id", dataset.id());
    put(node, "categories", dataset.categories());
    put(node, "fields", intent.fields());
    put(node, "identifiability", word(dataset.identifiability()));
    node.put("study_subjects", true);
    put(node, "sensitive", dataset.sensitive());
    put(node, "important", yesOrNo(dataset.classification().important()));
    put(node, "core_or_secret", yesOrNo(dataset.classification().coreOrSecret()));
    put(node, "classification_signed_by", dataset.classification().signedBy());
    put(node, "storage_region", dataset.storage().region());
    put(node, "backup_region", dataset.storage().backupRegion());
    put(node, "rented_overseas_server", dataset.storage().rentedOverseasServer());
    addAnonymity(node.putObject("anonymisation"), dataset.anonymity());
  }

  private static void addAnonymity(ObjectNode node, Dataset.Anonymity anonymity) {
    Dataset.Diversity diversity = anonymity.diversity();
    put(node, "diversity", diversity == null ? null : written(diversity));
    put(node, "intruder_test_no", anonymity.intruderTest());
    Boolean linkable = anonymity.linkableSource();
    put(node, "linkable_source", linkable == null ? null : linkable ? "held" : NONE);
    put(node, "counsel_approval_no", anonymity.counselApproval());
  }

  private void addGenetics(Dataset.Genetics genetics) {
    ObjectNode node = input.putObject("hgr");
    put(node, "class", word(genetics.kind()));
    put(node, "prior_report_receipt", genetics.priorReportReceipt());
    put(node, "backup_receipt", genetics.backupReceipt());
  }

  private void addConsentForm(Study study) {
    Study.ConsentForm form = study.consent();
    ObjectNode node = input.putObject("consent");
    put(node, "version", form.version());
    ObjectNode scope = node.putObject("scope");
    put(scope, "purposes", form.purposes());
    put(scope, "categories", form.categories());
    form.notice(intent.recipient())
        .ifPresent(
            notice -> {
              ObjectNode told = node.putObject("notice");
              put(told, "recipient_name", notice.recipientName());
              put(told, "fields", notice.items().stream().map(PolicyInputBuilder::word).toList());
            });
    put(node, "minor_rules_id", form.minorRules());
    node.putNull("subjects");
  }

  private void addMechanism(String exporter) {
    ObjectNode node = input.putObject("mechanism");
    Optional<Mechanism> best =
        facts.mechanisms().stream()
            .filter(mechanism -> mechanism.exporter().equals(exporter))
            .filter(mechanism -> mechanism.scope().fit(intent) >= 0)
            .max(
                Comparator.comparing((Mechanism mechanism) -> mechanism.scope().fit(intent))
                    .thenComparing(mechanism -> mechanism.holds(intent.at()))
                    .thenComparing(mechanism -> orEarliest(mechanism.effectiveAt()))
                    .thenComparing(Mechanism::id));
    if (best.isEmpty()) {
      node.put("type", NONE);
      return;
    }
    Mechanism mechanism = best.get();
    node.put("type", word(mechanism.type()));
    put(node, "status", word(mechanism.status()));
    put(node, "official_form", mechanism.officialForm());
    put(node, "effective_at", mechanism.effectiveAt());
    Mechanism.Term term = mechanism.term();
    put(node, "expires_at", term.endless() ? NONE : text(term.expiresAt()));
    Boolean filed = mechanism.filing().filed();
    put(node, "filing_status", filed == null ? null : filed ? "filed" : "not_filed");
    put(node, "filed_at", mechanism.filing().filedAt());
    addScope(node, mechanism.scope());
  }

  private void addAssessment(String exporter) {
    ObjectNode node = input.putObject("pipia");
    Optional<ImpactAssessment> best =
        facts.assessments().stream()
            .filter(assessment -> assessment.exporter().equals(exporter))
            .filter(assessment -> assessment.scope().fit(intent) >= 0)
            .max(
                Comparator.comparing(
                        (ImpactAssessment assessment) -> assessment.scope().fit(intent))
                    .thenComparing(assessment -> assessment.approvedBy(intent.at()))
                    .thenComparing(assessment -> orEarliest(assessment.approvedAt()))
                    .thenComparing(ImpactAssessment::id));
    if (best.isEmpty()) {
      node.put("id", NONE);
      return;
    }
    node.put("id", best.get().id());
    put(node, "approved_at", best.get().approvedAt());
    best.get().heads().stream().distinct().sorted().forEach(node.putArray("heads")::add);
    addScope(node, best.get().scope());
  }

  private static void addScope(ObjectNode parent, Scope scope) {
    ObjectNode node = parent.putObject("scope");
    put(node, "studies", scope.studies());
    put(node, "recipients", scope.recipients());
    put(node, "purposes", scope.purposes());
    put(node, "categories", scope.categories());
    if (scope.maxPersons() != null) {
      node.put("max_persons", scope.maxPersons());
    }
  }

  private void addConsents(ConsentCounts counts) {
    ObjectNode subjects = input.withObject("/consent").putObject("subjects");
    subjects.put("checked", counts.checked());
    subjects.put("withdrawn_or_expired", counts.withdrawnOrExpired());
    subjects.put("withdrawn_after_release", counts.withdrawnAfterRelease());
    subjects.put("without_separate_sensitive", counts.withoutSeparateSensitive());
    subjects.put("without_separate_export", counts.withoutSeparateExport());
    subjects.put("non_consent_basis", counts.otherBasis());
    subjects.put("under_14", counts.underFourteen());
    subjects.put("under_14_without_guardian", counts.underFourteenWithoutGuardian());
  }

  private void addPersons(PersonCounts counts) {
    int year = intent.at().atOffset(TabularConsentLedger.SHANGHAI).getYear();
    Optional<Exporter.OpeningBalance> opening =
        facts.exporterOf(intent.study()).flatMap(exporter -> exporter.openingBalance(year));
    ObjectNode persons = input.putObject("persons");
    persons.put("year", year);
    persons.put("opening_balance", opening.isPresent() ? "known" : "unknown");
    persons.put("event", counts.event());
    persons.put("event_sens", counts.eventSensitive());
    persons.put("event_nonsens", counts.eventNonSensitive());
    opening.ifPresent(
        balance -> {
          persons.put("ytd_sens_after", Math.addExact(balance.sensitive(), counts.yearSensitive()));
          persons.put(
              "ytd_nonsens_after",
              Math.addExact(balance.nonSensitive(), counts.yearNonSensitive()));
        });
  }

  private void addRelease(ReleaseMeasures measures) {
    ObjectNode release = input.putObject("release");
    release.put("kind", "table");
    put(release, "columns", measures.columns());
    release.put("min_class_size", measures.minClassSize());
  }

  /** Returns true if it holds of one, null if it is unknown of one and holds of none. */
  private static @Nullable Boolean any(
      List<Recipient> group, Function<Recipient, @Nullable Boolean> fact) {
    boolean unknown = false;
    for (Recipient member : group) {
      Boolean known = fact.apply(member);
      if (Boolean.TRUE.equals(known)) {
        return true;
      }
      unknown |= known == null;
    }
    return unknown ? null : Boolean.FALSE;
  }

  /** Returns the oldest look at the lists, or null when one member was never looked up. */
  private static @Nullable Instant earliest(List<Recipient> group) {
    Instant earliest = null;
    for (Recipient member : group) {
      Instant checked = member.screening().listCheckedAt();
      if (checked == null) {
        return null;
      }
      earliest = earliest == null || checked.isBefore(earliest) ? checked : earliest;
    }
    return earliest;
  }

  private static Instant orEarliest(@Nullable Instant instant) {
    return instant == null ? Instant.MIN : instant;
  }

  private static @Nullable String word(@Nullable Enum<?> constant) {
    return constant == null ? null : written(constant).replace('-', '_');
  }

  private static @Nullable String yesOrNo(@Nullable Boolean value) {
    return value == null ? null : value ? "yes" : "no";
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static void put(ObjectNode node, String key, @Nullable Boolean value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static void put(ObjectNode node, String key, @Nullable Instant value) {
    put(node, key, text(value));
  }

  private static void put(ObjectNode node, String key, @Nullable Collection<String> values) {
    if (values != null) {
      values.stream().distinct().forEach(node.putArray(key)::add);
    }
  }
}
