package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.cut.JointCut;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.Study;
import java.time.Instant;

/**
 * For whom a protected table is wanted, and from what.
 *
 * @param set the tables that are planned together with the one that is asked for, and itself
 * @param route the one that is asked for
 * @param cut the current cuts of the set
 * @param facts the facts as the request took them
 * @param use who is to get it, and what for
 * @param at the time of the event
 */
public record TableRequest(
    TableSet set, RouteTable route, JointCut cut, Facts facts, Use use, Instant at) {
  /** Checks that the parts are there. */
  public TableRequest {
    requireNonNull(set, "set");
    requireNonNull(route, "route");
    requireNonNull(cut, "cut");
    requireNonNull(facts, "facts");
    requireNonNull(use, "use");
    requireNonNull(at, "at");
  }

  /** Returns the study, which the decision on the request has seen to be in the facts. */
  Study study() {
    return facts
        .study(set.study())
        .orElseThrow(() -> new IllegalStateException("the study is not in the facts"));
  }

  /**
   * A recipient and its purpose.
   *
   * @param recipient the recipient
   * @param purpose the purpose
   */
  public record Use(String recipient, String purpose) {
    /** Checks that the parts are there. */
    public Use {
      requireNonNull(recipient, "recipient");
      requireNonNull(purpose, "purpose");
    }
  }
}
