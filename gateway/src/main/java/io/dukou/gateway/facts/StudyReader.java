package io.dukou.gateway.facts;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.IDENTIFIER;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.TIME;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;

import io.dukou.gateway.facts.Dataset.Anonymity;
import io.dukou.gateway.facts.Dataset.Classification;
import io.dukou.gateway.facts.Dataset.Diversity;
import io.dukou.gateway.facts.Dataset.GeneticClass;
import io.dukou.gateway.facts.Dataset.Genetics;
import io.dukou.gateway.facts.Dataset.Identifiability;
import io.dukou.gateway.facts.Dataset.Storage;
import io.dukou.gateway.facts.Study.ConsentForm;
import io.dukou.gateway.facts.Study.Ethics;
import io.dukou.gateway.facts.Study.Notice;
import io.dukou.gateway.facts.Study.NoticeItem;
import io.dukou.gateway.facts.Study.Purpose;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the elements of the section {@code studies}. */
final class StudyReader {
  private final Path folder;
  private final LedgerSource ledgers;

  /**
   * Prepares reading.
   *
   * @param folder the folder of the facts file
   * @param ledgers reads the consent ledgers
   */
  StudyReader(Path folder, LedgerSource ledgers) {
    this.folder = folder;
    this.ledgers = ledgers;
  }

  /** Reads consent ledgers. */
  @FunctionalInterface
  interface LedgerSource {
    /** Reads one; reports what is wrong with it. */
    ConsentLedger read(Path file, Set<String> versions, boolean enrolsUnderFourteen);
  }

  /** A consent section: the form and what subjects signed. */
  private record Consent(ConsentForm form, ConsentLedger ledger) {}

  /** Reads one study. */
  Read<Study> study(String id, YamlMap map) {
    Read<String> exporter = map.value("exporter", IDENTIFIER);
    Read<String> protocolVersion = map.optional("protocolVersion", TEXT);
    Read<Boolean> inspection = map.optional("foreignInspection", FLAG);
    Read<Boolean> young = map.value("enrolsUnderFourteen", FLAG, "true");
    Read<Ethics> ethics = map.section("ethics", StudyReader::ethics);
    Read<Map<String, Purpose>> purposes = map.named("purposes", (name, m) -> purpose(m));
    Read<Map<String, Dataset>> datasets = map.named("datasets", StudyReader::dataset);
    Read<Consent> consent = map.section("consent", m -> consent(m, young));
    return map.build(
        () ->
            new Study(
                id,
                exporter.get(),
                protocolVersion.orNull(),
                inspection.orNull(),
                ethics.get(),
                purposes.get(),
                datasets.get(),
                consent.get().form(),
                consent.get().ledger()));
  }

  private static Read<Ethics> ethics(YamlMap map) {
    Read<String> number = map.optional("number", TEXT);
    Read<Instant> approvedAt = map.optional("approvedAt", TIME);
    Read<Instant> expiresAt = map.optional("expiresAt", TIME);
    Read<String> protocolVersion = map.optional("protocolVersion", TEXT);
    Read<Boolean> overseasScope = map.optional("overseasScope", FLAG);
    return map.build(
        () ->
            new Ethics(
                number.orNull(),
                approvedAt.orNull(),
                expiresAt.orNull(),
                protocolVersion.orNull(),
                overseasScope.orNull()));
  }

  private static Read<Purpose> purpose(YamlMap map) {
    Read<List<String>> fields =
        FactLists.optional(map, "approvedFields", TEXT, FactLists.MOST_COLUMNS);
    Read<Instant> retentionUntil = map.optional("retentionUntil", TIME);
    return map.build(() -> new Purpose(fields.orNull(), retentionUntil.orNull()));
  }

  private static Read<Dataset> dataset(String id, YamlMap map) {
    Read<List<String>> categories =
        FactLists.optional(map, "categories", IDENTIFIER, FactLists.MOST);
    Read<Identifiability> identifiability =
        map.optional("identifiability", oneOf(Identifiability.class));
    Read<Boolean> sensitive = map.optional("sensitive", FLAG);
    Read<Classification> classification =
        map.section("classification", StudyReader::classification);
    Read<Storage> storage = map.section("storage", StudyReader::storage);
    Read<Genetics> genetics = map.section("genetics", StudyReader::genetics);
    Read<Anonymity> anonymity = map.section("anonymity", StudyReader::anonymity);
    return map.build(
        () ->
            new Dataset(
                id,
                categories.orNull(),
                identifiability.orNull(),
                sensitive.orNull(),
                classification.get(),
                storage.get(),
                genetics.get(),
                anonymity.get()));
  }

  private static Read<Classification> classification(YamlMap map) {
    Read<Boolean> important = map.optional("important", FLAG);
    Read<Boolean> coreOrSecret = map.optional("coreOrSecret", FLAG);
    Read<String> signedBy = map.optional("signedBy", TEXT);
    return map.build(
        () -> new Classification(important.orNull(), coreOrSecret.orNull(), signedBy.orNull()));
  }

  private static Read<Storage> storage(YamlMap map) {
    Read<String> region = map.optional("region", FactTypes.COUNTRY);
    Read<String> backupRegion = map.optional("backupRegion", FactTypes.COUNTRY);
    Read<Boolean> rented = map.optional("rentedOverseasServer", FLAG);
    return map.build(() -> new Storage(region.orNull(), backupRegion.orNull(), rented.orNull()));
  }

  private static Read<Genetics> genetics(YamlMap map) {
    Read<GeneticClass> kind = map.optional("class", oneOf(GeneticClass.class));
    Read<String> report = map.optional("priorReportReceipt", TEXT);
    Read<String> backup = map.optional("backupReceipt", TEXT);
    return map.build(() -> new Genetics(kind.orNull(), report.orNull(), backup.orNull()));
  }

  private static Read<Anonymity> anonymity(YamlMap map) {
    Read<Diversity> diversity = map.optional("diversity", oneOf(Diversity.class));
    Read<String> intruderTest = map.optional("intruderTest", TEXT);
    Read<Boolean> linkableSource = map.optional("linkableSource", FLAG);
    Read<String> counselApproval = map.optional("counselApproval", TEXT);
    return map.build(
        () ->
            new Anonymity(
                diversity.orNull(),
                intruderTest.orNull(),
                linkableSource.orNull(),
                counselApproval.orNull()));
  }

  private Read<Consent> consent(YamlMap map, Read<Boolean> enrolsUnderFourteen) {
    Read<String> file = map.value("ledger", TEXT);
    Read<String> version = map.value("version", TEXT);
    Read<List<String>> alsoAccepted = map.values("alsoAccepted", TEXT);
    Read<List<String>> purposes = FactLists.optional(map, "purposes", IDENTIFIER, FactLists.MOST);
    Read<List<String>> categories =
        FactLists.optional(map, "categories", IDENTIFIER, FactLists.MOST);
    Read<String> minorRules = map.optional("minorRules", TEXT);
    Read<Map<String, Notice>> notices = map.named("notices", (name, m) -> notice(m));
    return map.build(
        () -> {
          Set<String> versions = new HashSet<>(alsoAccepted.get());
          versions.add(version.get());
          return new Consent(
              new ConsentForm(
                  version.get(),
                  purposes.orNull(),
                  categories.orNull(),
                  minorRules.orNull(),
                  notices.get()),
              ledgers.read(
                  folder.resolve(file.get()),
                  versions,
                  enrolsUnderFourteen.toOptional().orElse(true)));
        });
  }

  private static Read<Notice> notice(YamlMap map) {
    Read<String> recipientName = map.optional("recipientName", TEXT);
    Read<List<NoticeItem>> items = map.values("items", oneOf(NoticeItem.class));
    return map.build(() -> new Notice(recipientName.orNull(), items.get()));
  }
}
