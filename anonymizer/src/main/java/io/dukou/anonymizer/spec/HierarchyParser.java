package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.hierarchy.CutHierarchy;
import io.dukou.anonymizer.hierarchy.DateHierarchy;
import io.dukou.anonymizer.hierarchy.DivisionHierarchy;
import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.HierarchyException;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.Icd10Hierarchy;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.hierarchy.IntervalRule;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy.End;
import io.dukou.anonymizer.hierarchy.RedactionRule;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.TableError;
import io.dukou.anonymizer.table.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  private static final String[] FILE_KEYS = {"file", "delimiter", "encoding"};
  private static final String AUTOMATIC = "automatic";
  private static final String NONE = "none";

  private final SpecFiles files;
  private final CsvOptions csv;
  private final boolean readsData;

  /**
   * Creates a parser that reads hierarchy files in the encoding of {@code csv} unless told.
   *
   * @param readsData whether what the rules leave open may be found in the data
   */
  HierarchyParser(SpecFiles files, CsvOptions csv, boolean readsData) {
    this.files = files;
    this.csv = csv;
    this.readsData = readsData;
  }

  /** Reads a hierarchy. */
  HierarchySource parse(SpecNode node) {
    SpecNode.Fields fields = node.fields(KINDS);
    if (fields.get("file") != null) {
      return file(node.fields(FILE_KEYS), Hierarchies::fromFile);
    }
    String kind = fields.only().getKey();
    SpecNode rule = fields.only().getValue();
    return switch (kind) {
      case "redact" -> checked(rule, () -> redaction(rule));
      case "intervals" -> checked(rule, () -> intervals(rule));
      case "cuts" -> checked(rule, () -> cuts(rule));
      case "date" -> checked(rule, () -> dates(rule));
      case "divisions" -> checked(rule, () -> divisions(rule));
      case "icd10" -> checked(rule, () -> diagnoses(rule));
      case "codes" -> file(rule.fields(FILE_KEYS), Hierarchies::fromCodeList);
      default -> throw node.fault("the key file is missing; name the file that " + kind + " is of");
    };
  }

  private static HierarchySource checked(SpecNode rule, Supplier<HierarchySource> source) {
    try {
      return source.get();
    } catch (IllegalArgumentException e) {
      throw rule.fault(String.valueOf(e.getMessage()));
    }
  }

  private static HierarchySource dates(SpecNode rule) {
    return DateHierarchy.of(words(rule, DateHierarchy.Unit.values(), DateHierarchy.Unit::word));
  }

  private static HierarchySource divisions(SpecNode rule) {
    return DivisionHierarchy.of(
        words(rule, DivisionHierarchy.Unit.values(), DivisionHierarchy.Unit::word));
  }

  private static HierarchySource diagnoses(SpecNode rule) {
    return Icd10Hierarchy.of(words(rule, Icd10Hierarchy.Unit.values(), Icd10Hierarchy.Unit::word));
  }

  private static <E> List<E> words(SpecNode rule, E[] constants, Function<E, String> wordOf) {
    return rule.list(unit -> unit.word(List.of(constants), wordOf));
  }

  private HierarchySource redaction(SpecNode rule) {
    SpecNode.Fields fields = rule.fields("from", "char", "length", "align", "pad");
    End from = fields.get("from", HierarchyParser::end, End.RIGHT);
    char mask = fields.get("char", SpecNode::character, '*');
    OptionalInt length =
        fields.get(
            "length",
            node -> OptionalInt.of(node.integer(1, RedactionHierarchy.MAX_LENGTH)),
            OptionalInt.empty());
    SpecNode pad = fields.get("pad");
    if (pad == null) {
      refuseWithoutPad(fields.get("align"));
      if (length.isEmpty() && !readsData) {
        throw rule.fault(
            "the longest value would decide how many levels there are, so one subject could change"
                + " them unseen; add the key length");
      }
      return new RedactionRule(from, mask, length);
    }
    if (length.isEmpty()) {
      throw pad.fault("pad needs the key length; the longest value would show through otherwise");
    }
    return RedactionHierarchy.of(from, mask, length.getAsInt())
        .aligned(fields.get("align", HierarchyParser::end, End.LEFT), pad.character());
  }

  private static void refuseWithoutPad(@Nullable SpecNode align) {
    if (align != null) {
      throw align.fault("align needs the key pad; add it and length, or leave align out");
    }
  }

  private static End end(SpecNode node) {
    return node.word(List.of(End.values()), End::word);
  }

  private HierarchySource intervals(SpecNode rule) {
    SpecNode.Fields fields = rule.fields("start", "width", "factors", "bottom", "top");
    SpecNode bottom = fields.get("bottom");
    SpecNode top = fields.get("top");
    IntervalHierarchy ranges =
        IntervalHierarchy.of(
                fields.required("start").number(),
                fields.required("width").number(),
                fields.get("factors", HierarchyParser::factors, List.of()))
            .between(bound(bottom), bound(top));
    return isFound(bottom) || isFound(top)
        ? new IntervalRule(ranges, isFound(bottom), isFound(top))
        : ranges;
  }

  private boolean isFound(@Nullable SpecNode bound) {
    if (bound == null || !bound.is(AUTOMATIC)) {
      return false;
    }
    if (!readsData) {
      throw bound.fault(
          "a bound found in the data lets one subject move what all others show; plan on the"
              + " command line, and write the number that the plan found");
    }
    return true;
  }

  private @Nullable BigDecimal bound(@Nullable SpecNode bound) {
    if (bound == null || isFound(bound) || bound.is(NONE)) {
      return null;
    }
    return bound.number("a number, " + AUTOMATIC + " or " + NONE + " is expected");
  }

  private static HierarchySource cuts(SpecNode rule) {
    if (rule.isMapping()) {
      SpecNode.Fields fields = rule.fields("at", "factors");
      return CutHierarchy.merging(
          numbers(fields.required("at")), factors(fields.required("factors")));
    }
    return rule.isListOfLists()
        ? CutHierarchy.ofLevels(rule.list(HierarchyParser::numbers))
        : CutHierarchy.of(numbers(rule));
  }

  private static List<BigDecimal> numbers(SpecNode node) {
    return node.list(SpecNode::number);
  }

  private static List<Integer> factors(SpecNode node) {
    return node.list(factor -> factor.integer(0, Integer.MAX_VALUE));
  }

  private HierarchySource file(SpecNode.Fields fields, FileReader reader) {
    SpecNode name = fields.required("file");
    byte[] bytes = bytes(name);
    Charset encoding = fields.get("encoding", SpecParser::encoding, csv.encoding());
    char delimiter =
        fields.get("delimiter", SpecParser::delimiter, Hierarchies.delimiterOf(bytes, encoding));
    String file = name.text();
    try {
      return reader.read(bytes, new CsvOptions(delimiter, encoding), file);
    } catch (TableException e) {
      throw new SpecException(file, e.line(), e.column(), problem(e.error()));
    } catch (HierarchyException e) {
      throw new SpecException(file, e.line(), e.column(), String.valueOf(e.getMessage()));
    }
  }

  /** Says what is wrong with a file that has no header row. */
  private static String problem(TableError error) {
    return switch (error) {
      case EMPTY_INPUT -> "the hierarchy is empty; list every value";
      case MISSING_FIELD ->
          "the line has fewer entries than the first; give every value a form at every level";
      case EXTRA_FIELD ->
          "the line has more entries than the first; give every value a form at every level, or"
              + " quote the delimiter in it";
      default -> error.problem() + "; " + error.remedy();
    };
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
      throw name.fault("the hierarchy file " + name.brief() + " cannot be read");
    }
  }

  /** Makes a hierarchy of the bytes of a file. */
  @FunctionalInterface
  private interface FileReader {
    Hierarchy read(byte[] file, CsvOptions options, String name);
  }
}
