package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a column proposed as insensitive gives away; planning warns of the same.
 *
 * @param kind what it is
 * @param column the insensitive column
 * @param related the quasi-identifier concerned; null if none is
 */
public record Caution(Kind kind, String column, @Nullable String related) {
  /** Refuses a caution about no column. */
  public Caution {
    requireNonNull(kind, "kind");
    requireNonNull(column, "column");
  }

  /** What a caution is about. */
  public enum Kind {
    /** The column determines a quasi-identifier. */
    DETERMINES,
    /** The column is a coarser form of a quasi-identifier and so narrows it. */
    REFINES,
    /** The column has a value that fewer than k persons hold. */
    RARE_VALUE;

    /** Returns the word of reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
