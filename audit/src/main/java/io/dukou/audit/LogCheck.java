package io.dukou.audit;

import java.nio.file.Path;

/**
 * Re-reads a whole log and proves or disproves it. Reads only, takes no lock, and holds a few tiles
 * in memory however long the log is.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LogCheck {
  /** Findings after which a check stops looking. */
  public static final int MAX_FINDINGS = 100;

  private LogCheck() {}

  /** Checks everything but the domestic parts of the log in a directory. */
  public static LogReport check(Path directory, VerifierKey key) {
    throw new UnsupportedOperationException();
  }

  /** Checks the log in a directory and each domestic part against its commitment. */
  public static LogReport check(Path directory, VerifierKey key, DomesticStorage domestic) {
    throw new UnsupportedOperationException();
  }
}
