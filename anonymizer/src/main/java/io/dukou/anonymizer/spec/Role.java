package io.dukou.anonymizer.spec;

import java.util.Locale;

/** What a column is, and so what becomes of it. */
public enum Role {
  /** Can identify a person together with others: generalised, part of the class. */
  QUASI_IDENTIFIER,
  /** Tells something a person may want kept: released as it is. */
  SENSITIVE,
  /** Neither identifies nor hurts: released as it is. */
  INSENSITIVE,
  /** Identifies a person by itself: never leaves. */
  DIRECT_IDENTIFIER,
  /** Text that may hold anything: never leaves. */
  FREE_TEXT;

  /** Returns whether columns of this role are part of a release. */
  public boolean isReleased() {
    return this == QUASI_IDENTIFIER || this == SENSITIVE || this == INSENSITIVE;
  }

  /** Returns the word of the specification file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
