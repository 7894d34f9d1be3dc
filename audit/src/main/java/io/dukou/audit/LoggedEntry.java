package io.dukou.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An entry read back from the log. Its domestic part is read, decrypted and compared with the
 * leaf's commitment only when asked for. Usable from any thread while the log is open.
 */
public final class LoggedEntry {
  private final long index;
  private final Leaf leaf;
  private final DomesticStore store;

  LoggedEntry(long index, Leaf leaf, DomesticStore store) {
    this.index = index;
    this.leaf = leaf;
    this.store = store;
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
    return record().map(DomesticRecord::part);
  }

  /**
   * Opens one field of the domestic part, so that it can be shown without the others; blocks on the
   * disk.
   *
   * @return the opening, empty when there is no such field or the part was erased
   * @throws LogDamagedException if the record is unreadable or not what the leaf commits to
   */
  public Optional<DomesticOpening> open(String field) {
    return record().flatMap(record -> record.openField(field));
  }

  /** Returns what would have to go so that the domestic part mentions none of the texts. */
  List<Erasure.Cut> mentions(Set<String> texts) {
    return record().map(record -> record.mentions(texts)).orElse(List.of());
  }

  /**
   * Checks that what is to be cut is there.
   *
   * @throws OrderRefusedException if it is not
   */
  void requireCuts(List<Erasure.Cut> cuts) {
    try {
      record().ifPresent(record -> record.without(cuts, index));
    } catch (MalformedException e) {
      throw new OrderRefusedException("entry " + index + ": " + e.getMessage());
    }
  }

  private Optional<DomesticRecord> record() {
    try {
      return store.read(index, leaf.domestic());
    } catch (IOException e) {
      throw new LogFailedException("the domestic part of entry " + index + " cannot be read", e);
    }
  }
}
