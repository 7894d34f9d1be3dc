package io.dukou.audit;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the cosigned checkpoint that is kept beside a log: that it is one of this log, and with a
 * policy whether enough witnesses cosigned it. Not thread-safe.
 */
final class CosignedCheck {
  private static final String UNIT = "signed note";

  private final LogStorage storage;
  private final Findings findings;
  private final @Nullable Checkpoint kept;
  private final @Nullable String problem;

  private CosignedCheck(
      LogStorage storage, Findings findings, @Nullable Checkpoint kept, @Nullable String problem) {
    this.storage = storage;
    this.findings = findings;
    this.kept = kept;
    this.problem = problem;
  }

  /**
   * Reads what is kept; before the log's checkpoint, which is never behind it.
   *
   * @throws IOException if it cannot be read
   */
  static CosignedCheck read(LogStorage storage, LogVerifier key, Findings findings)
      throws IOException {
    try {
      return new CosignedCheck(storage, findings, CosignedCheckpoint.read(storage, key), null);
    } catch (MalformedException e) {
      return new CosignedCheck(storage, findings, null, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks it, for a log whose tiles were found sound.
   *
   * @param published size of the tree whose tiles were checked
   * @return what is kept; empty if nothing is
   */
  Optional<LogReport.Cosigned> check(long published, @Nullable WitnessPolicy policy) {
    if (problem != null) {
      findings.add(CosignedCheckpoint.FILE, UNIT, problem);
    }
    if (kept == null) {
      return Optional.empty();
    }
    try {
      requireOfThisLog(kept, published);
      return Optional.of(
          new LogReport.Cosigned(
              kept.size(), Optional.ofNullable(policy).map(asked -> asked.check(kept.note()))));
    } catch (MalformedException e) {
      findings.add(CosignedCheckpoint.FILE, UNIT, e.getMessage());
      return Optional.empty();
    }
  }

  private void requireOfThisLog(Checkpoint cosigned, long published) {
    if (cosigned.size() > published) {
      throw new MalformedException(
          "is of %d entries, and the log has %d: it is an older copy"
              .formatted(cosigned.size(), published));
    }
    TreeHash hash = new TreeHash();
    byte[] root =
        cosigned.size() == 0
            ? hash.empty()
            : new TreeView(cosigned.size(), new TileReader(storage, published), hash).root();
    if (!Arrays.equals(root, cosigned.root())) {
      throw new MalformedException("signs another tree than this log's: the log forked");
    }
  }
}
