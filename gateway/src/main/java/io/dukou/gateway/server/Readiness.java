package io.dukou.gateway.server;

import java.util.List;

/** Says whether requests can be answered; safe for any thread, never blocks. */
@FunctionalInterface
public interface Readiness {
  /** Returns what is missing, in words for the operator; empty when nothing is. */
  List<String> missing();
}
