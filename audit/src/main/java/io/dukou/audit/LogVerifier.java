package io.dukou.audit;

/**
 * Who may have signed the checkpoints of a log: one key, or several with the sizes that each is
 * valid for. Immutable; any thread may use it.
 */
public abstract sealed class LogVerifier permits VerifierKey, VerifierKeys {
  LogVerifier() {}

  /** Returns the name of the keys, which is also the origin of the log's checkpoints. */
  public abstract String name();

  /**
   * Requires that a note is signed as this log signs trees of a size.
   *
   * @throws MalformedException if a signature by a known key is wrong, or those that are needed are
   *     missing
   */
  abstract void requireSigned(Note note, long size);
}
