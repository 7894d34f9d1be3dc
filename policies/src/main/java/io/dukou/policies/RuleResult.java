package io.dukou.policies;

import java.util.Locale;

/** What one rule found. */
public enum RuleResult {
  /** The rule applies and is met. */
  ALLOW,
  /** The rule is met and something is owed. */
  OBLIGE,
  /** The rule holds the request until a person approves. */
  REQUIRE_APPROVAL,
  /** The rule refuses. */
  DENY,
  /** A fact that the rule needs is missing, so it refuses. */
  UNKNOWN,
  /** The rule is outside its entry point, its dates, its matter, or displaced by an exemption. */
  NOT_APPLICABLE;

  /** Returns the result as the decision spells it, for example {@code not_applicable}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the result that {@link #code} spells as {@code code}. */
  static RuleResult ofCode(String code) {
    return Codes.parse(RuleResult.class, code, RuleResult::code);
  }
}
