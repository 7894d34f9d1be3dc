package io.dukou.policies;

import java.util.Locale;

/** What the rules together decide, from the mildest to the strictest. */
public enum Outcome {
  /** Every rule that applies allows. */
  ALLOW,
  /** Allowed; the decision lists what is owed. */
  ALLOW_WITH_OBLIGATIONS,
  /** Held until a person with the authority approves; a refusal until then. */
  REQUIRE_APPROVAL,
  /** Refused. */
  DENY;

  /** Returns the outcome as the decision spells it, for example {@code allow_with_obligations}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the outcome that {@link #code} spells as {@code code}. */
  static Outcome ofCode(String code) {
    return Codes.parse(Outcome.class, code, Outcome::code);
  }
}
