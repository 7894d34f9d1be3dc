package io.dukou.audit;

import java.util.List;
import java.util.Map;

/**
 * What re-reading a whole log showed.
 *
 * @param size entries the published checkpoint covers
 * @param rootHash its root in hexadecimal
 * @param journalled acknowledged entries beyond it that lie only in the journal
 * @param entriesByKind entries by kind
 * @param erased domestic parts found erased; 0 when the domestic store was not given
 * @param domesticChecked tells whether domestic parts were compared with their commitments
 * @param clockSteps entries whose time is before that of the entry in front of them
 * @param findings what is wrong, at most {@link LogCheck#MAX_FINDINGS}; none proves the log
 */
public record LogReport(
    long size,
    String rootHash,
    long journalled,
    Map<LeafKind, Long> entriesByKind,
    long erased,
    boolean domesticChecked,
    long clockSteps,
    List<Finding> findings) {

  /** Copies the collections. */
  public LogReport {
    entriesByKind = Map.copyOf(entriesByKind);
    findings = List.copyOf(findings);
  }

  /** Tells whether the log was proved. */
  public boolean sound() {
    return findings.isEmpty();
  }

  /**
   * One thing that is wrong.
   *
   * @param file the file, named as a person would
   * @param unit the smallest hashed part at fault, such as {@code entry 300} or {@code hash 5}
   * @param problem what is wrong with it
   */
  public record Finding(String file, String unit, String problem) {
    @Override
    public String toString() {
      return file + ": " + unit + ": " + problem;
    }
  }
}
