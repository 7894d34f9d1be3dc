package io.dukou.anonymizer.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Variables of SDTM and ADaM, whole or as patterns; {@code column-names.txt} says how they are
 * written. Of several patterns the one with most fixed characters counts. Immutable.
 */
final class CdiscNames {
  private static final Set<String> KEYS = Set.of("USUBJID", "STUDYID");
  private static final int ENOUGH = 4;

  private final Map<String, Concept> exact = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();

  /** Adds variables or patterns; those of an earlier line stay. */
  void add(Concept concept, List<String> names) {
    for (String name : names) {
      if (name.matches("[A-Z0-9]+")) {
        exact.putIfAbsent(name, concept);
      } else {
        templates.add(Template.of(name, concept));
      }
    }
    templates.sort(Comparator.comparingInt(Template::fixed).reversed());
  }

  /** Returns whether a table with these columns follows a CDISC standard. */
  boolean isCdisc(List<String> names) {
    List<String> upper = names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    return upper.stream().anyMatch(KEYS::contains)
        || upper.stream().filter(exact::containsKey).count() >= ENOUGH;
  }

  /** Returns the concept of a variable, or null if none is known. */
  @Nullable Concept of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    Concept concept = exact.get(upper);
    if (concept != null) {
      return concept;
    }
    return templates.stream()
        .filter(template -> template.form.matcher(upper).matches())
        .map(Template::concept)
        .findFirst()
        .orElse(null);
  }

  private record Template(Pattern form, int fixed, Concept concept) {
    static Template of(String name, Concept concept) {
      String form =
          name.replace("--", "[A-Z]{2}").replace("*", "[A-Z0-9]{1,6}").replace("#", "[0-9]{1,2}");
      int loose = name.contains("*") ? -8 : 0;
      int fixed = name.replace("-", "").replace("*", "").replace("#", "").length();
      return new Template(Pattern.compile(form), loose + fixed, concept);
    }
  }
}
