package io.dukou.policies;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Why a rule did not simply allow.
 *
 * @param rule number of the rule, for example {@code R40}
 * @param code stable code, rule id and finding, for example {@code
 *     o13-6-contract-in-force/not_in_force}
 * @param values facts behind the finding: strings, whole numbers (as {@link Long}), booleans and
 *     lists of them. They may hold counts and stay in China; see {@link #publicValues}
 * @param citations articles that the rule rests on, for example {@code PIPL 38}
 */
public record Reason(String rule, String code, Map<String, Object> values, List<String> citations) {
  /** Copies the collections. */
  public Reason {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(code, "code");
    values = Map.copyOf(values);
    citations = List.copyOf(citations);
  }

  /**
   * Returns the values that a recipient abroad may see: those that the rule's metadata declares
   * public. Counts of persons never are.
   */
  public Map<String, Object> publicValues() {
    return PolicyCatalogue.standard().publicValues(rule, values);
  }
}
