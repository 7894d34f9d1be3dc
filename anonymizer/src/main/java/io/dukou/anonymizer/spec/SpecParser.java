package io.dukou.anonymizer.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.table.CsvOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads specification files, which are YAML 1.2 and so may be JSON.
 *
 * <p>Every unknown, doubled or wrong key is refused with its place. Models, metrics and hierarchies
 * that the format knows and this version cannot do are refused as such, never left out.
 */
public final class SpecParser {
  /** What is said of things that the format knows and this version cannot do. */
  static final String UNSUPPORTED = "not supported by this version";

  private static final int MOST_BYTES = 16 << 20;

  private final SpecFiles files;
  private final boolean readsData;

  private SpecParser(SpecFiles files, boolean readsData) {
    this.files = requireNonNull(files, "files");
    this.readsData = readsData;
  }

  /**
   * Reads a specification.
   *
   * @param text the file's text
   * @param name the file's name for failures
   * @param files opens the hierarchy files it names
   * @throws SpecException naming file, line and column
   */
  public static ReleaseSpec parse(String text, String name, SpecFiles files) {
    return new SpecParser(files, true).spec(SpecNode.parse(text, requireNonNull(name, "name")));
  }

  /**
   * Reads a specification, of one table or of several, that whatever comes is planned with, unseen
   * by anybody: one that leaves neither a bound of a range nor the length of redacted values to be
   * found in the data, and does not plan suppressed subjects again.
   *
   * @param text the file's text
   * @param name the file's name for failures
   * @param files opens the hierarchy files it names
   * @throws SpecException naming file, line and column
   */
  public static Specification parseStanding(String text, String name, SpecFiles files) {
    return new SpecParser(files, false).any(SpecNode.parse(text, requireNonNull(name, "name")));
  }

  /**
   * Reads a specification of one table or of several.
   *
   * @param text the file's text
   * @param name the file's name for failures
   * @param files opens the hierarchy files it names
   * @throws SpecException naming file, line and column
   */
  public static Specification parseAny(String text, String name, SpecFiles files) {
    return new SpecParser(files, true).any(SpecNode.parse(text, requireNonNull(name, "name")));
  }

  /**
   * Reads a specification file of one table; hierarchy files are sought relative to its folder.
   *
   * @throws SpecException naming file, line and column
   */
  public static ReleaseSpec read(Path file) {
    return parse(textOf(file), file.toString(), SpecFiles.in(folderOf(file)));
  }

  /**
   * Reads a specification file of one table or of several; hierarchy files are sought relative to
   * its folder.
   *
   * @throws SpecException naming file, line and column
   */
  public static Specification readAny(Path file) {
    return parseAny(textOf(file), file.toString(), SpecFiles.in(folderOf(file)));
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new SpecException(file.toString(), 0, 0, "the file cannot be read");
    }
    return folder;
  }

  private static String textOf(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new SpecException(file.toString(), 0, 0, "the file is longer than 16 MiB");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SpecException(file.toString(), 0, 0, "the file is not in UTF-8");
    } catch (IOException e) {
      throw new SpecException(file.toString(), 0, 0, "the file cannot be read");
    }
  }

  private Specification any(SpecNode root) {
    return root.isMapping() && root.entries().containsKey("tables")
        ? new StudyParser(files, this).study(root)
        : spec(root);
  }

  private ReleaseSpec spec(SpecNode root) {
    SpecNode.Fields fields =
        root.fields(
            "csv",
            "subject",
            "attributes",
            "others",
            "models",
            "suppressionLimit",
            "metric",
            "refinement",
            "tables");
    SpecNode tables = fields.get("tables");
    if (tables != null) {
      throw tables.fault("one table is expected here; leave tables out");
    }
    CsvOptions csv = fields.get("csv", SpecParser::csv, CsvOptions.DEFAULT);
    SpecNode subject = fields.get("subject");
    List<AttributeSpec> attributes = attributes(fields.required("attributes"), csv);
    refuseReleasedSubject(subject, attributes);
    List<ModelSpec> models =
        new ModelParser(files, csv, sensitive(attributes)).models(fields.required("models"));
    if (!readsData && models.stream().anyMatch(ModelSpec.DeltaPresence.class::isInstance)) {
      throw fields
          .required("models")
          .fault(
              "delta-presence holds for the planned table alone, and a gateway releases later ones"
                  + " too; leave it out here, it is for dukou plan and protect");
    }
    return new ReleaseSpec(
        csv,
        subject == null ? null : subject.text(),
        attributes,
        fields.get("others", SpecParser::others, Others.REFUSE),
        models,
        fields.get("suppressionLimit", SpecNode::share, ReleaseSpec.DEFAULT_SUPPRESSION_LIMIT),
        fields.get("metric", MetricParser::metric, MetricSpec.DEFAULT),
        fields.get("refinement", node -> refinement(node, models), RefinementSpec.NONE));
  }

  /** Reads how suppressed subjects are planned again. */
  private RefinementSpec refinement(SpecNode node, List<ModelSpec> models) {
    if (!readsData) {
      throw node.fault(
          "a gateway plans each cut unseen, and what suppressed subjects alone decide would show in"
              + " the levels of others; leave refinement out here, it is for dukou plan and"
              + " protect");
    }
    RefinementSpec.whyNot(models)
        .ifPresent(
            reason -> {
              throw node.fault(reason);
            });
    SpecNode.Fields fields = node.fields("maxLayers", "leastShare");
    return new RefinementSpec(
        fields.required("maxLayers").integer(1, RefinementSpec.MOST_LAYERS),
        fields.get("leastShare", SpecNode::share, 0.0));
  }

  private static Map<String, String> sensitive(List<AttributeSpec> attributes) {
    return attributes.stream()
        .filter(attribute -> attribute.role() == Role.SENSITIVE)
        .map(AttributeSpec::name)
        .collect(Collectors.toMap(name -> name, name -> name));
  }

  /** Refuses attributes that would release the subject column. */
  static void refuseReleasedSubject(@Nullable SpecNode subject, List<AttributeSpec> attributes) {
    for (AttributeSpec attribute : attributes) {
      if (subject != null
          && attribute.name().equals(subject.text())
          && attribute.role().isReleased()) {
        throw subject.fault("the subject column is released; make it a direct-identifier");
      }
    }
  }

  /** Reads how a table is written. */
  static CsvOptions csv(SpecNode node) {
    SpecNode.Fields fields = node.fields("delimiter", "encoding");
    return new CsvOptions(
        fields.get("delimiter", SpecParser::delimiter, CsvOptions.DEFAULT.delimiter()),
        fields.get("encoding", SpecParser::encoding, CsvOptions.DEFAULT.encoding()));
  }

  /** Reads a delimiter. */
  static char delimiter(SpecNode node) {
    char delimiter = node.character();
    if (!CsvOptions.isDelimiter(delimiter)) {
      throw node.fault("a delimiter is one ASCII character, no letter, digit, space or quote");
    }
    return delimiter;
  }

  /** Reads an encoding. */
  static Charset encoding(SpecNode node) {
    return switch (node.text().toUpperCase(Locale.ROOT)) {
      case "UTF-8" -> UTF_8;
      case "GB18030" -> CsvOptions.GB18030;
      default -> throw node.fault("an encoding is UTF-8 or GB18030");
    };
  }

  /** Reads what becomes of columns not named. */
  static Others others(SpecNode node) {
    return node.word(
        List.of(Others.DROP, Others.KEEP), others -> others.name().toLowerCase(Locale.ROOT));
  }

  /** Reads what is said of columns. */
  List<AttributeSpec> attributes(SpecNode node, CsvOptions csv) {
    HierarchyParser hierarchies = new HierarchyParser(files, csv, readsData);
    List<AttributeSpec> attributes = new ArrayList<>();
    for (Map.Entry<String, SpecNode> entry : node.entries().entrySet()) {
      attributes.add(attribute(entry.getKey(), entry.getValue(), hierarchies));
    }
    return attributes;
  }

  private static AttributeSpec attribute(String name, SpecNode node, HierarchyParser hierarchies) {
    SpecNode.Fields fields = node.fields("role", "type", "missing", "hierarchy", "weight");
    Role role = fields.required("role").word(List.of(Role.values()), Role::word);
    boolean generalised = role == Role.QUASI_IDENTIFIER;
    SpecNode hierarchy = fields.get("hierarchy");
    if (hierarchy != null && !generalised && role != Role.SENSITIVE) {
      throw hierarchy.fault("only a quasi-identifier or a sensitive attribute has a hierarchy");
    }
    SpecNode weight = fields.get("weight");
    if (weight != null && !generalised) {
      throw weight.fault("only a quasi-identifier has a weight");
    }
    MissingRule missing = fields.get("missing", SpecParser::missing, MissingRule.OWN_CATEGORY);
    if (missing != MissingRule.OWN_CATEGORY && !generalised) {
      throw fields
          .required("missing")
          .fault("only a quasi-identifier has a rule for missing cells");
    }
    HierarchySource source =
        hierarchy == null ? FlatHierarchy.INSTANCE : hierarchies.parse(hierarchy);
    return new AttributeSpec(
        name,
        role,
        fields.get("type", SpecParser::type, ValueType.STRING),
        missing,
        weight == null ? AttributeSpec.DEFAULT_WEIGHT : weight(weight),
        source);
  }

  private static ValueType type(SpecNode node) {
    return node.word(List.of(ValueType.values()), ValueType::word);
  }

  private static MissingRule missing(SpecNode node) {
    return node.word(List.of(MissingRule.values()), MissingRule::word);
  }

  private static double weight(SpecNode node) {
    double weight = node.number().doubleValue();
    if (!(weight > 0 && weight <= 1e6)) {
      throw node.fault("a weight is above 0 and at most 1000000");
    }
    return weight;
  }
}
