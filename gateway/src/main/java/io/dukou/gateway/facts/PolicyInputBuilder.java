package io.dukou.gateway.facts;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Puts facts and an intent into the form that policies are asked in. Facts that are not known are
 * left out. Safe for use by several threads.
 */
public final class PolicyInputBuilder {
  private PolicyInputBuilder() {}

  /** Returns the input for the entry point {@code request}. */
  public static JsonNode request(Facts facts, TransferIntent intent) {
    return java.util.Optional.<JsonNode>empty().orElseThrow();
  }

  /** Returns the input for the entry point {@code release}. */
  public static JsonNode release(Facts facts, TransferIntent intent, ReleaseMeasures measures) {
    return java.util.Optional.<JsonNode>empty().orElseThrow();
  }
}
