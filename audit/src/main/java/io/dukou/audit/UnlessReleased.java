package io.dukou.audit;

import java.util.Map;
import java.util.Set;

/**
 * What an entry is appended under: that none of some studies was released since somebody looked at
 * the log. The retention of a study's records begins anew with a release, so an order to erase them
 * that was checked before one must not become durable behind it.
 *
 * @param studies the studies
 * @param since how many entries the log had when it was looked at
 */
record UnlessReleased(Set<String> studies, long since) {
  /** No condition. */
  static final UnlessReleased NEVER = new UnlessReleased(Set.of(), 0);

  /** Copies the set. */
  UnlessReleased {
    studies = Set.copyOf(studies);
  }

  /**
   * Tells whether one was.
   *
   * @param lastReleases the index of the last release of each study
   */
  boolean isBroken(Map<String, Long> lastReleases) {
    return studies.stream().anyMatch(study -> lastReleases.getOrDefault(study, -1L) >= since);
  }
}
