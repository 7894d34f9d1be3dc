package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.KeyUse;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.Problems;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.UnusableFileException;
import io.dukou.gateway.yaml.YamlDocument;
import io.dukou.gateway.yaml.YamlMap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts from YAML files as if they were one, with the consent ledgers that they name. One
 * use, one thread.
 */
final class FactsLoader {
  private static final long LONGEST_LEDGER = 1L << 30;

  private final FactFiles source;
  private final Problems problems = new Problems();
  private final MessageDigest revision = sha256();
  private final List<FileStamp> stamps = new ArrayList<>();
  private final List<KeyUse> uses = new ArrayList<>();
  private final IdentityHashMap<Object, YamlMap> sources = new IdentityHashMap<>();
  private final Map<String, Exporter> exporters = new LinkedHashMap<>();
  private final Map<String, Recipient> recipients = new LinkedHashMap<>();
  private final Map<String, Study> studies = new LinkedHashMap<>();
  private final Map<String, Mechanism> mechanisms = new LinkedHashMap<>();
  private final Map<String, ImpactAssessment> assessments = new LinkedHashMap<>();
  private volatile @Nullable Path reading;

  /** Prepares reading files of this machine. */
  FactsLoader() {
    this(RegularFile::open);
  }

  /** Prepares reading files that {@code source} opens. */
  FactsLoader(FactFiles source) {
    this.source = source;
  }

  /**
   * Reads the facts.
   *
   * @throws UnusableFileException with every problem of the files
   */
  Facts load(List<Path> files) {
    files.forEach(this::read);
    if (problems.isEmpty()) {
      new FactsReferences(exporters, recipients, studies, sources).check(mechanisms, assessments);
    }
    problems.throwIfAny();
    return new Facts(
        HexFormat.of().formatHex(revision.digest()),
        exporters,
        recipients,
        studies,
        List.copyOf(mechanisms.values()),
        List.copyOf(assessments.values()));
  }

  /** Returns how the files looked just before they were read, those named by others included. */
  List<FileStamp> stamps() {
    return List.copyOf(stamps);
  }

  /** Returns the file that is being read, or was read last; any thread may ask. */
  Optional<Path> reading() {
    return Optional.ofNullable(reading);
  }

  /** Returns the keys that were asked for; for checking the documentation. */
  List<KeyUse> uses() {
    return uses.stream().distinct().toList();
  }

  /** Reads the consent ledger of a study; its problems are added to those of the facts. */
  ConsentLedger ledger(Path file, Set<String> versions, boolean enrolsUnderFourteen) {
    begin(file);
    try (InputStream raw = new BufferedInputStream(source.open(file, LONGEST_LEDGER));
        InputStream counted = new DigestInputStream(raw, beginFile(file))) {
      ConsentCsv csv = new ConsentCsv(file.toString(), versions, problems);
      return csv.read(counted, enrolsUnderFourteen);
    } catch (IOException e) {
      cannotRead(file, e);
      return new TabularConsentLedger.Builder(true).build();
    }
  }

  private void read(Path file) {
    begin(file);
    text(file)
        .ifPresent(
            text -> {
              YamlDocument document = new YamlDocument(file.toString(), text, problems);
              document.root().ifPresent(root -> readSections(file, root));
              uses.addAll(document.uses());
            });
  }

  private void begin(Path file) {
    reading = file;
    stamps.add(FileStamp.of(file));
  }

  private Optional<String> text(Path file) {
    try (InputStream in = source.open(file, YamlDocument.MOST_BYTES)) {
      byte[] bytes = in.readAllBytes();
      beginFile(file).update(bytes);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      problems.add(new Problem(file.toString(), 0, 0, "is not UTF-8: save it as UTF-8"));
    } catch (IOException e) {
      cannotRead(file, e);
    }
    return Optional.empty();
  }

  private void readSections(Path file, YamlMap root) {
    StudyReader studyReader =
        new StudyReader(file.toAbsolutePath().resolveSibling("").normalize(), this::ledger);
    read(root, "exporters", PartiesReader::exporter, exporters);
    read(root, "recipients", PartiesReader::recipient, recipients);
    read(root, "studies", studyReader::study, studies);
    read(root, "mechanisms", GroundsReader::mechanism, mechanisms);
    read(root, "impactAssessments", GroundsReader::assessment, assessments);
    root.build(() -> Boolean.TRUE);
  }

  private <T> void read(
      YamlMap root,
      String section,
      BiFunction<String, YamlMap, Read<T>> reader,
      Map<String, T> all) {
    root.named(section, (id, map) -> remember(id, map, reader.apply(id, map), all));
  }

  private <T> Read<T> remember(String id, YamlMap map, Read<T> read, Map<String, T> all) {
    read.toOptional()
        .ifPresent(
            value -> {
              sources.put(value, map);
              if (all.putIfAbsent(id, value) != null) {
                map.problem("'" + id + "' stands in another file too: keep one");
              }
            });
    return read;
  }

  private void cannotRead(Path file, IOException cause) {
    String message =
        cause instanceof UnfitFileException
            ? String.valueOf(cause.getMessage())
            : "cannot be read: check its name and who may read it";
    problems.add(new Problem(file.toString(), 0, 0, message));
  }

  /** Sets files apart in the revision, so that no two sets of files look the same. */
  private MessageDigest beginFile(Path file) throws IOException {
    revision.update(ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).array());
    return revision;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
