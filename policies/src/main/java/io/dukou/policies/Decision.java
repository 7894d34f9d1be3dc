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
 * @param reasons every reason of every rule that does not simply allow, by rule and code; an
 *     obligation alone gives no reason
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

  /** Returns this decision with only those values that a recipient abroad may see. */
  public Decision forRecipient() {
    return new Decision(
        outcome,
        reasons.stream()
            .map(r -> new Reason(r.rule(), r.code(), r.publicValues(), r.citations()))
            .toList(),
        obligations.stream()
            .map(
                o ->
                    new Obligation(
                        o.rule(), o.code(), o.stage(), o.due(), o.publicValues(), o.citations()))
            .toList(),
        evaluated,
        revision);
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
