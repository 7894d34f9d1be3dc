package io.dukou.audit;

import java.util.Locale;

/** What an entry of the log records. */
public enum LeafKind {
  /** A body was released to a recipient. */
  RELEASE,
  /** A request was refused. */
  REFUSAL,
  /** How an earlier release ended. */
  CLOSE,
  /** A protected table was made for a recipient group. */
  TABLE,
  /** The origin in China was read. */
  FETCH,
  /** Requests refused before authentication, counted. */
  SUMMARY,
  /** The gateway started. */
  START,
  /** Domestic parts, or items of them, are erased by the order of two officers. */
  ERASURE,
  /** A legal hold was laid or lifted. */
  HOLD,
  /** An officer in China searched the log. */
  SEARCH,
  /** Too few witnesses cosign, or enough of them again. */
  WITNESS,
  /** Answers, entries and counted persons do not agree, or agree again. */
  COMPLETENESS;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** Returns the name the leaf carries, such as {@code release}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Returns whether an entry of this kind bears the time at which it was appended. Those of a
   * request (release, refusal, table) bear the time at which the request came, which may be minutes
   * before; so they stand behind entries with later times although the clock ran on.
   */
  boolean isTimedWhenAppended() {
    return this != RELEASE && this != REFUSAL && this != TABLE;
  }

  static LeafKind ofWireName(String text) {
    for (LeafKind kind : values()) {
      if (kind.wireName.equals(text)) {
        return kind;
      }
    }
    throw new MalformedException("leaf: unknown kind");
  }
}
