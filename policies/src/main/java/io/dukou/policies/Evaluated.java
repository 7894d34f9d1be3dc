package io.dukou.policies;

import java.util.Objects;

/**
 * The result of one loaded rule.
 *
 * @param rule number of the rule in the catalogue, for example {@code R40}
 * @param result what it found
 */
public record Evaluated(String rule, RuleResult result) {
  /** Checks that nothing is null. */
  public Evaluated {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(result, "result");
  }
}
