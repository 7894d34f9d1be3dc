package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The 77 rules of the catalogue and which of them are loaded. Immutable.
 *
 * <p>The loaded rules come from a file that is generated from the METADATA of the Rego sources.
 */
public final class PolicyCatalogue {
  /**
   * Number and stable name of a rule of the catalogue.
   *
   * @param number for example {@code R40}
   * @param id for example {@code o13-6-contract-in-force}
   */
  public record RuleName(String number, String id) {}

  private static final class Standard {
    static final PolicyCatalogue INSTANCE =
        new PolicyCatalogue(
            names(Resources.json("rules-77.json")),
            entries(Resources.json("bundle/catalogue.json").path("rules")));
  }

  private final List<RuleName> all;
  private final Map<String, RuleEntry> loaded;

  private PolicyCatalogue(List<RuleName> all, List<RuleEntry> loaded) {
    this.all = List.copyOf(all);
    this.loaded = new TreeMap<>();
    for (RuleEntry entry : loaded) {
      RuleName name = new RuleName(entry.number(), entry.id());
      if (!all.contains(name) || this.loaded.put(entry.number(), entry) != null) {
        throw new PolicyException(name + " is loaded twice or is not in the catalogue");
      }
    }
  }

  /**
   * Returns the catalogue of the rules built into this module.
   *
   * @throws PolicyException if a rule loosens on knowledge alone, is not in the catalogue, or comes
   *     twice; the program must not start
   */
  public static PolicyCatalogue standard() {
    return Standard.INSTANCE;
  }

  /** Returns a catalogue read from generated metadata. */
  static PolicyCatalogue of(JsonNode names, JsonNode rules) {
    return new PolicyCatalogue(names(names), entries(rules));
  }

  /** Returns all 77 rules, by number. */
  public List<RuleName> all() {
    return all;
  }

  /** Returns the loaded rules, by number. */
  public List<RuleEntry> loaded() {
    return List.copyOf(loaded.values());
  }

  /** Returns the rules that are not loaded, by number; start-up names them. */
  public List<RuleName> notLoaded() {
    return all.stream().filter(name -> !loaded.containsKey(name.number())).toList();
  }

  /** Returns a loaded rule. */
  public Optional<RuleEntry> rule(String number) {
    return Optional.ofNullable(loaded.get(number));
  }

  /** Returns those of {@code values} that rule {@code number} declares public. */
  Map<String, Object> publicValues(String number, Map<String, Object> values) {
    Map<String, Object> visible = new HashMap<>(values);
    Set<String> keys = rule(number).map(RuleEntry::publicValues).orElse(Set.of());
    visible.keySet().retainAll(keys);
    return visible;
  }

  /** Returns true when rule {@code number} declares the obligation {@code code} domestic. */
  boolean isDomestic(String number, String code) {
    String name = code.substring(code.lastIndexOf('/') + 1);
    return rule(number).map(RuleEntry::domesticCodes).orElse(Set.of()).contains(name);
  }

  private static List<RuleName> names(JsonNode json) {
    List<RuleName> names = new ArrayList<>();
    json.forEach(n -> names.add(new RuleName(n.path("number").asText(), n.path("id").asText())));
    return names;
  }

  private static List<RuleEntry> entries(JsonNode json) {
    List<RuleEntry> entries = new ArrayList<>();
    json.forEach(rule -> entries.add(entry(rule)));
    return entries;
  }

  private static RuleEntry entry(JsonNode rule) {
    JsonNode end = rule.path("effective_to");
    return new RuleEntry(
        rule.path("number").asText(),
        rule.path("id").asText(),
        rule.path("title").asText(),
        rule.path("description").asText(),
        RuleEntry.Confidence.valueOf(rule.path("confidence").asText()),
        rule.path("loosens").booleanValue(),
        rule.path("version").intValue(),
        LocalDate.parse(rule.path("effective_from").asText()),
        end.isTextual() ? LocalDate.parse(end.textValue()) : null,
        texts(rule.path("entry_points")),
        texts(rule.path("citations")),
        new HashSet<>(texts(rule.path("public_values"))),
        new HashSet<>(texts(rule.path("domestic_codes"))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
