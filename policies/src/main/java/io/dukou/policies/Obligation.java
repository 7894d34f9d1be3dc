package io.dukou.policies;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something owed because of a decision.
 *
 * @param rule number of the rule, for example {@code R41}
 * @param code stable code, for example {@code o13-7-filing-10wd/file_contract}
 * @param stage when it has to be discharged
 * @param due the last day on which it can be discharged, in Asia/Shanghai; null when no date is set
 * @param values facts behind it, as in {@link Reason#values}
 * @param citations articles that the rule rests on
 */
public record Obligation(
    String rule,
    String code,
    Stage stage,
    @Nullable LocalDate due,
    Map<String, Object> values,
    List<String> citations) {
  /** When an obligation has to be discharged. */
  public enum Stage {
    /** Discharged by recording the decision. */
    AT_DECISION,
    /** The release is refused until it is discharged. */
    BEFORE_RELEASE,
    /** After the release, by {@link Obligation#due} where there is a date. */
    LATER;

    /** Returns the stage as the decision spells it, for example {@code before_release}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the stage that {@link #code} spells as {@code code}. */
    static Stage ofCode(String code) {
      return Codes.parse(Stage.class, code, Stage::code);
    }
  }

  /** Copies the collections. */
  public Obligation {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(stage, "stage");
    values = Map.copyOf(values);
    citations = List.copyOf(citations);
  }

  /** Returns whether no recipient is shown it; see {@link RuleEntry#domesticCodes}. */
  boolean domestic() {
    return PolicyCatalogue.standard().isDomestic(rule, code);
  }

  /** Returns the values that a recipient abroad may see, as {@link Reason#publicValues}. */
  public Map<String, Object> publicValues() {
    return PolicyCatalogue.standard().publicValues(rule, values);
  }
}
