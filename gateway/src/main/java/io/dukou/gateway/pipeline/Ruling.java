package io.dukou.gateway.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.policies.Decision;
import io.dukou.policies.PolicyInput;
import java.time.Instant;

/**
 * What the policy decided and about what. Immutable; the trees are shared by every entry that
 * records it and must not be changed.
 *
 * @param decision the decision
 * @param shown the decision as its recipient may know it
 * @param whole the decision with every value
 * @param input the input it is about
 * @param from the time of the event it was made for
 * @param until the first instant at which a date could change it
 */
record Ruling(
    Decision decision,
    ObjectNode shown,
    ObjectNode whole,
    ObjectNode input,
    Instant from,
    Instant until) {
  static Ruling of(Decision decision, PolicyInput input) {
    return new Ruling(
        decision,
        decision.forRecipient().toJson(),
        decision.toJson(),
        input.json(),
        input.eventTime(),
        input.validUntil());
  }

  /**
   * Returns this ruling.
   *
   * @throws RefusedException if the policy did not allow, or nobody has discharged what is owed
   *     before
   */
  Ruling orRefuse() {
    if (decision.refuses()) {
      throw new RefusedException(Problems.refusedBy(decision), this);
    }
    return this;
  }

  /** Returns true when an equal question at this time has this answer. */
  boolean holdsAt(Instant time) {
    return !time.isBefore(from) && time.isBefore(until);
  }
}
