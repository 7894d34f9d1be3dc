package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.hierarchy.CutHierarchy;
import io.dukou.anonymizer.hierarchy.DateHierarchy;
import io.dukou.anonymizer.hierarchy.DivisionHierarchy;
import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.hierarchy.HierarchyException;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy;
import io.dukou.anonymizer.hierarchy.RedactionRule;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the {@code hierarchy} of an attribute. */
final class HierarchyParser {
  private static final String[] KINDS = {
    "file",
    "delimiter",
    "encoding",
    "redact",
    "intervals",
    "cuts",
    "date",
    "divisions",
    "icd10",
    "codes"
  };

  private final SpecFiles files;
  private final CsvOptions csv;

  /** Creates a parser that reads hierarchy files in the encoding of {@code csv} unless told. */
  HierarchyParser(SpecFiles files, CsvOptions csv) {
    this.files = files;
    this.csv = csv;
  }

  /** Reads a hierarchy. */
  HierarchySource parse(SpecNode node) {
    SpecNode.Fields fields = node.fields(KINDS);
    if (fields.get("file") != null) {
      node.fields("file", "delimiter", "encoding");
      return file(fields);
    }
    String kind = fields.only().getKey();
    SpecNode rule = fields.only().getValue();
    return switch (kind) {
      case "redact" -> checked(rule, () -> redaction(rule));
      case "intervals" -> checked(rule, () -> intervals(rule));
      case "cuts" -> checked(rule, () -> CutHierarchy.of(rule.list(SpecNode::number)));
      case "date" ->
          checked(
              rule,
              () ->
                  DateHierarchy.of(
                      words(rule, DateHierarchy.Unit.values(), DateHierarchy.Unit::word)));
      case "divisions" ->
          checked(
              rule,
              () ->
                  DivisionHierarchy.of(
                      words(rule, DivisionHierarchy.Unit.values(), DivisionHierarchy.Unit::word)));
      case "icd10", "codes" ->
          throw node.fault("hierarchies of kind " + kind + " are " + SpecParser.UNSUPPORTED);
      default -> throw node.fault("the key file is missing");
    };
  }

  private static <E> List<E> words(SpecNode rule, E[] constants, Function<E, String> wordOf) {
    return rule.list(unit -> unit.word(List.of(constants), wordOf));
  }

  private static HierarchySource checked(SpecNode rule, Supplier<HierarchySource> source) {
    try {
      return source.get();
    } catch (IllegalArgumentException e) {
      throw rule.fault(String.valueOf(e.getMessage()));
    }
  }

  private static HierarchySource redaction(SpecNode rule) {
    SpecNode.Fields fields = rule.fields("from", "char", "length");
    RedactionHierarchy.End from =
        fields.get(
            "from",
            node ->
                node.word(List.of(RedactionHierarchy.End.values()), RedactionHierarchy.End::word),
            RedactionHierarchy.End.RIGHT);
    OptionalInt length =
        fields.get(
            "length",
            node -> OptionalInt.of(node.integer(1, RedactionHierarchy.MAX_LENGTH)),
            OptionalInt.empty());
    return new RedactionRule(from, fields.get("char", SpecNode::character, '*'), length);
  }

  private static HierarchySource intervals(SpecNode rule) {
    SpecNode.Fields fields = rule.fields("start", "width", "factors");
    return IntervalHierarchy.of(
        fields.required("start").number(),
        fields.required("width").number(),
        fields.get("factors", node -> node.list(f -> f.integer(0, Integer.MAX_VALUE)), List.of()));
  }

  private HierarchySource file(SpecNode.Fields fields) {
    SpecNode name = fields.required("file");
    byte[] bytes = bytes(name);
    Charset encoding = fields.get("encoding", SpecParser::encoding, csv.encoding());
    char delimiter =
        fields.get("delimiter", SpecParser::delimiter, Hierarchies.delimiterOf(bytes, encoding));
    String file = name.text();
    try {
      return Hierarchies.fromFile(bytes, new CsvOptions(delimiter, encoding), file);
    } catch (TableException e) {
      String problem = e.error().problem() + "; " + e.error().remedy();
      throw new SpecException(file, e.line(), e.column(), problem);
    } catch (HierarchyException e) {
      throw new SpecException(file, e.line(), e.column(), String.valueOf(e.getMessage()));
    }
  }

  private byte[] bytes(SpecNode name) {
    try (InputStream input = files.open(name.text())) {
      long most = Hierarchies.FILE_LIMITS.maxBytes();
      byte[] bytes = input.readNBytes((int) most + 1);
      if (bytes.length > most) {
        throw name.fault("the hierarchy file is larger than " + most + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw name.fault("the hierarchy file " + name.text() + " cannot be read");
    }
  }
}
