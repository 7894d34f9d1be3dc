package io.dukou.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * The answer of the policy to one input.
 *
 * <p>All lists are sorted, so equal decisions have equal canonical bytes whichever engine made
 * them.
 *
 * @param outcome what is decided
 * @param reasons every reason of every rule that does not simply allow, by rule and code; what an
 *     engine refuses has at least one, while an obligation alone gives none
 * @param obligations what is owed, by rule and code
 * @param evaluated the result of each loaded rule, by rule
 * @param revision revision of the rules
 */
public record Decision(
    Outcome outcome,
    List<Reason> reasons,
    List<Obligation> obligations,
    List<Evaluated> evaluated,
    String revision) {
  /** Copies the lists. */
  public Decision {
    Objects.requireNonNull(outcome, "outcome");
    reasons = List.copyOf(reasons);
    obligations = List.copyOf(obligations);
    evaluated = List.copyOf(evaluated);
    Objects.requireNonNull(revision, "revision");
  }

  /**
   * Returns whether nothing may leave on this decision alone: it denies, waits for an approval, or
   * lists an obligation due before release. A caller that has discharged those obligations itself
   * decides on {@link #outcome}.
   */
  public boolean refuses() {
    return outcome == Outcome.DENY
        || outcome == Outcome.REQUIRE_APPROVAL
        || obligations.stream().anyMatch(o -> o.stage() == Obligation.Stage.BEFORE_RELEASE);
  }

  /**
   * Returns this decision as a recipient abroad may see it: without values that are not public and
   * without obligations that stay in China. Whether there were any of those does not show either: a
   * rule that owes nothing else is shown as one that allows.
   */
  public Decision forRecipient() {
    List<Obligation> owed =
        obligations.stream().filter(o -> !o.domestic()).map(Decision::shown).toList();
    List<Evaluated> results = evaluated.stream().map(e -> shown(e, owed)).toList();
    return new Decision(
        shownOutcome(results),
        reasons.stream()
            .map(r -> new Reason(r.rule(), r.code(), r.publicValues(), r.citations()))
            .toList(),
        owed,
        results,
        revision);
  }

  private static Obligation shown(Obligation owed) {
    return new Obligation(
        owed.rule(), owed.code(), owed.stage(), owed.due(), owed.publicValues(), owed.citations());
  }

  private Evaluated shown(Evaluated result, List<Obligation> owed) {
    boolean hidden =
        result.result() == RuleResult.OBLIGE
            && obligations.stream().anyMatch(o -> o.rule().equals(result.rule()))
            && owed.stream().noneMatch(o -> o.rule().equals(result.rule()));
    return hidden ? new Evaluated(result.rule(), RuleResult.ALLOW) : result;
  }

  private Outcome shownOutcome(List<Evaluated> results) {
    boolean owes = results.stream().anyMatch(result -> result.result() == RuleResult.OBLIGE);
    return outcome == Outcome.ALLOW_WITH_OBLIGATIONS && !owes ? Outcome.ALLOW : outcome;
  }

  /** Returns a fresh JSON tree of the decision, as the decision schema describes it. */
  public ObjectNode toJson() {
    return DecisionJson.write(this);
  }

  /** Returns the decision as canonical JSON (RFC 8785). */
  public String canonicalJson() {
    return CanonicalJson.write(toJson());
  }
}
