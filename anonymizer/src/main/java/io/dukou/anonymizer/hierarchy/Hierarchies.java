package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableException;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads hierarchies from hierarchy files and from plan files. */
public final class Hierarchies {
  /** How large a hierarchy file may be: 256 MiB, 10 million values, 100 levels. */
  public static final CsvLimits FILE_LIMITS = new CsvLimits(256L << 20, 10_000_000, 100, 1 << 16);

  private static final String DELIMITERS = ";,\t";

  private Hierarchies() {}

  /**
   * Reads a hierarchy file, which is CSV without a header row.
   *
   * @throws TableException if the file is no such CSV
   * @throws HierarchyException if it is no hierarchy
   */
  public static Hierarchy fromFile(byte[] file, CsvOptions options, String name) {
    Table rows =
        CsvReader.readWithoutHeader(new ByteArrayInputStream(file), options, FILE_LIMITS, name);
    return TableHierarchy.of(rows);
  }

  /**
   * Reads a code list, which is CSV without a header row: on each line a code and its parent, which
   * is empty at the top.
   *
   * @throws TableException if the file is no such CSV
   * @throws HierarchyException if it is no code list
   */
  public static Hierarchy fromCodeList(byte[] file, CsvOptions options, String name) {
    Table rows =
        CsvReader.readWithoutHeader(new ByteArrayInputStream(file), options, FILE_LIMITS, name);
    return CodeLists.hierarchy(rows);
  }

  /**
   * Returns the delimiter of a hierarchy file for which none is declared: the first of semicolon,
   * comma and tab that occurs in its first line, else the semicolon.
   */
  public static char delimiterOf(byte[] file, Charset encoding) {
    int end = 0;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    String line = new String(file, 0, end, encoding);
    return (char)
        DELIMITERS.chars().filter(found -> line.indexOf(found) >= 0).findFirst().orElse(';');
  }

  /**
   * Returns the hierarchy that {@link Hierarchy#toJson} wrote.
   *
   * @throws HierarchyException if {@code json} is no such form
   */
  public static Hierarchy fromJson(JsonNode json) {
    if (!json.isObject() || json.size() != 1) {
      throw unreadable();
    }
    String kind = json.fieldNames().next();
    JsonNode content = json.get(kind);
    try {
      return switch (kind) {
        case FlatHierarchy.KEY -> FlatHierarchy.INSTANCE;
        case TableHierarchy.KEY -> TableHierarchy.of(list(content, Hierarchies::texts));
        case IntervalHierarchy.KEY -> intervals(content);
        case CutHierarchy.KEY -> cuts(content);
        case RedactionHierarchy.KEY -> redaction(content);
        case DateHierarchy.KEY ->
            DateHierarchy.of(list(content, unit -> word(DateHierarchy.Unit.class, unit)));
        case DivisionHierarchy.KEY ->
            DivisionHierarchy.of(list(content, unit -> word(DivisionHierarchy.Unit.class, unit)));
        case Icd10Hierarchy.KEY ->
            Icd10Hierarchy.of(list(content, unit -> word(Icd10Hierarchy.Unit.class, unit)));
        default -> throw unreadable();
      };
    } catch (IllegalArgumentException | TableException | IndexOutOfBoundsException e) {
      throw unreadable();
    }
  }

  private static Hierarchy intervals(JsonNode content) {
    return IntervalHierarchy.of(
            number(content.path("start")),
            number(content.path("width")),
            list(content.path("factors"), JsonNode::intValue))
        .between(bound(content, "bottom"), bound(content, "top"));
  }

  private static @Nullable BigDecimal bound(JsonNode content, String key) {
    return content.has(key) ? number(content.get(key)) : null;
  }

  private static Hierarchy cuts(JsonNode content) {
    return content.path(0).isArray()
        ? CutHierarchy.ofLevels(list(content, level -> list(level, Hierarchies::number)))
        : CutHierarchy.of(list(content, Hierarchies::number));
  }

  private static Hierarchy redaction(JsonNode content) {
    RedactionHierarchy plain =
        RedactionHierarchy.of(
            word(RedactionHierarchy.End.class, content.path("from")),
            character(content.path("char")),
            content.path("length").intValue());
    return content.has("pad")
        ? plain.aligned(
            word(RedactionHierarchy.End.class, content.path("align")),
            character(content.path("pad")))
        : plain;
  }

  private static char character(JsonNode json) {
    String text = text(json);
    if (text.length() != 1) {
      throw unreadable();
    }
    return text.charAt(0);
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> element) {
    if (!json.isArray()) {
      throw unreadable();
    }
    List<T> elements = new ArrayList<>();
    json.forEach(node -> elements.add(element.apply(node)));
    return elements;
  }

  private static List<String> texts(JsonNode json) {
    return list(json, Hierarchies::text);
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw unreadable();
    }
    return json.textValue();
  }

  private static BigDecimal number(JsonNode json) {
    BigDecimal number = Numbers.parse(text(json));
    if (number == null) {
      throw unreadable();
    }
    return number;
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode json) {
    return Enum.valueOf(type, text(json).toUpperCase(Locale.ROOT));
  }

  private static HierarchyException unreadable() {
    return new HierarchyException("the plan holds a hierarchy that cannot be read", 0, 0);
  }
}
