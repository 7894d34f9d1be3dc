package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchy for a quasi-identifier or a sensitive attribute, in the words of the specification.
 *
 * <p>The words are read by the specification's own parser and tried on every value, so that what is
 * proposed can be planned with. Where ranges start is one of a few round numbers, which tells no
 * more of the data than their order of magnitude.
 *
 * @param text what stands behind {@code hierarchy:}
 * @param usual whether it is what the concept usually has, not a mask instead
 */
record HierarchyDraft(String text, boolean usual) {
  /** Keeps the value or masks it whole, for words of which parts mean nothing. */
  private static final String ALL_OR_NOTHING = "{redact: {from: right, length: 1}}";

  private static final String DIAGNOSES = "{icd10: [code, category, block, chapter]}";

  private static final List<String> STARTS = List.of("0", "-364", "-3640", "-36400", "-364000");

  /**
   * Returns the hierarchy of a sensitive column with values, which nothing needs until a model
   * measures how close its values are or somebody makes it a quasi-identifier; null where none is
   * known.
   */
  static @Nullable HierarchyDraft ofSensitive(Concept concept, Column column) {
    boolean coded = concept == Concept.DIAGNOSIS && fits(DIAGNOSES, column);
    return coded ? new HierarchyDraft(DIAGNOSES, true) : null;
  }

  /** Returns the first hierarchy of a concept that no value of the column is outside of. */
  static HierarchyDraft of(Concept concept, Column column) {
    String mask = mask(column);
    List<String> usual = usual(concept, mask);
    return usual.stream()
        .filter(text -> fits(text, column))
        .findFirst()
        .map(text -> new HierarchyDraft(text, true))
        .orElseGet(() -> new HierarchyDraft(mask, false));
  }

  private static List<String> usual(Concept concept, String mask) {
    return switch (concept) {
      case AGE, HEIGHT, WEIGHT -> List.of(ranges("0", "5", "[2, 2, 2]"));
      case BODY_MASS_INDEX -> List.of(ranges("0", "2.5", "[2, 2]"));
      case STUDY_DAY, DURATION ->
          STARTS.stream().map(start -> ranges(start, "7", "[4, 13]")).toList();
      case BIRTH_DATE -> List.of("{date: [month, year, decade]}");
      case DATE ->
          List.of(
              "{date: [day, month, quarter, year]}", "{date: [time, day, month, quarter, year]}");
      case DIVISION -> List.of("{divisions: [county, prefecture, province]}");
      case POSTCODE, SITE -> List.of(mask);
      default -> List.of(ALL_OR_NOTHING);
    };
  }

  /**
   * Masks from the right: dates and codes become coarser, since their last part is the finest. The
   * length is said, since a gateway takes no hierarchy that later values could make longer.
   */
  private static String mask(Column column) {
    int longest = 1;
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      longest =
          value == null ? longest : Math.max(longest, value.codePointCount(0, value.length()));
    }
    return "{redact: {from: right, length: "
        + Math.min(longest, RedactionHierarchy.MAX_LENGTH)
        + "}}";
  }

  private static String ranges(String start, String width, String factors) {
    return "{intervals: {start: " + start + ", width: " + width + ", factors: " + factors + "}}";
  }

  private static boolean fits(String text, Column column) {
    Hierarchy hierarchy =
        parsed(text).withRole(Role.QUASI_IDENTIFIER).get(0).hierarchy().fit(column);
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && hierarchy.generalise(value, 0) == null) {
        return false;
      }
    }
    return true;
  }

  private static ReleaseSpec parsed(String text) {
    String spec =
        "attributes: {a: {role: quasi-identifier, hierarchy: "
            + text
            + "}}\nmodels: [{type: k-anonymity, k: 2}]\n";
    return SpecParser.parse(spec, "draft", SpecFiles.none());
  }
}
