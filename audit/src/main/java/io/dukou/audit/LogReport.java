package io.dukou.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What re-reading a whole log showed.
 *
 * @param size entries the published checkpoint covers
 * @param rootHash its root in hexadecimal
 * @param journalled acknowledged entries beyond it that lie only in the journal
 * @param entriesByKind entries by kind
 * @param erased domestic parts found erased; 0 when the domestic store was not given
 * @param reduced domestic parts of which only items were found erased
 * @param domesticChecked tells whether domestic parts were compared with their commitments
 * @param timeStamps checkpoints that bear a time stamp
 * @param cosigned the checkpoint that witnesses cosigned, as far as one is kept
 * @param clock what the times of the entries show
 * @param findings what is wrong, at most {@link LogCheck#MAX_FINDINGS}; none proves the log
 */
public record LogReport(
    long size,
    String rootHash,
    long journalled,
    Map<LeafKind, Long> entriesByKind,
    long erased,
    long reduced,
    boolean domesticChecked,
    long timeStamps,
    Optional<Cosigned> cosigned,
    Clock clock,
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
   * The checkpoint that is kept with the cosignatures of witnesses, which is one of this log. It
   * may be older than the newest, which disproves nothing.
   *
   * @param size entries that it covers
   * @param witnessed who cosigned it and whether they are enough; empty without a policy
   */
  public record Cosigned(long size, Optional<WitnessPolicy.Witnessed> witnessed) {
    /** Returns who cosigned it and when, in words. */
    public String words() {
      return witnessed.map(WitnessStatement::words).orElse("");
    }
  }

  /**
   * What the times of the entries show. None of it disproves a log: the order of entries is their
   * index.
   *
   * @param steps how often the clock went back, beyond the seconds that a thread may be held up
   * @param longestStep by how much at most
   * @param longestRequest how far the entry of a request, which bears the time at which the request
   *     came, lies behind entries in front of it at most
   */
  public record Clock(long steps, Duration longestStep, Duration longestRequest) {}

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
