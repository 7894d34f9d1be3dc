package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

/**
 * A personal information protection impact assessment (PIPL 55, 56).
 *
 * @param id its name in the facts
 */
public record ImpactAssessment(String id) {
  /** Checks that the name is there. */
  public ImpactAssessment {
    requireNonNull(id, "id");
  }
}
