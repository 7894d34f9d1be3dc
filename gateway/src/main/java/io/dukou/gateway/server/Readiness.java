package io.dukou.gateway.server;

import java.util.List;
import java.util.Map;

/** Says whether requests can be answered; safe for any thread, never blocks. */
@FunctionalInterface
public interface Readiness {
  /** Returns what is missing, in words for the operator; empty when nothing is. */
  List<String> missing();

  /** Returns figures of what is watched, by names of metrics without their prefix. */
  default Map<String, Long> figures() {
    return Map.of();
  }

  /** Returns what is wrong although requests are answered, in words for the operator. */
  default List<String> faults() {
    return List.of();
  }
}
