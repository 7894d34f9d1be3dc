package io.dukou.audit;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * An entry read back from the log. Its domestic part is read, decrypted and compared with the
 * leaf's commitment only when asked for. Usable from any thread while the log is open.
 */
public final class LoggedEntry {
  private final long index;
  private final Leaf leaf;
  private final LongFunction<Optional<DomesticPart>> domestic;

  LoggedEntry(long index, Leaf leaf, LongFunction<Optional<DomesticPart>> domestic) {
    this.index = index;
    this.leaf = leaf;
    this.domestic = domestic;
  }

  /** Returns the position in the log. */
  public long index() {
    return index;
  }

  /** Returns what the recipient may know. */
  public Leaf leaf() {
    return leaf;
  }

  /**
   * Reads the domestic part; blocks on the disk.
   *
   * @return the part, empty when it was erased
   * @throws LogDamagedException if the record is unreadable or not what the leaf commits to
   */
  public Optional<DomesticPart> domestic() {
    return domestic.apply(index);
  }
}
