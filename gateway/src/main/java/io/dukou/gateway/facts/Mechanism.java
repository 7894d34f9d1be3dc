package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

/**
 * A ground on which personal information may be provided abroad.
 *
 * @param id its name in the facts
 */
public record Mechanism(String id) {
  /** Checks that the name is there. */
  public Mechanism {
    requireNonNull(id, "id");
  }
}
