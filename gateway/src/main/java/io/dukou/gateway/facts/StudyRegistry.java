package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.Problem;
import java.util.List;

/**
 * Where the facts come from that policies are asked about. The one seam between the gateway and
 * whatever keeps those facts. Safe for use by several threads; no method blocks.
 */
public interface StudyRegistry {
  /**
   * Returns the facts as they are now. One request takes them once and uses them to its end, so
   * that all its stages see the same.
   */
  Facts current();

  /** Returns why the newest facts could not be taken, or an empty list when they were. */
  List<Problem> problems();
}
