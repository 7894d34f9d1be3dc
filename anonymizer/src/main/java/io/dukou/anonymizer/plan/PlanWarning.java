package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something about a plan that a person must have thought about.
 *
 * @param kind what it is
 * @param column the column it is about
 * @param related the quasi-identifier concerned; null if none is
 */
public record PlanWarning(Kind kind, String column, @Nullable String related) {
  /** Refuses a warning about no column. */
  public PlanWarning {
    requireNonNull(kind, "kind");
    requireNonNull(column, "column");
  }

  /** Returns the same warning with its columns called otherwise. */
  PlanWarning of(UnaryOperator<String> name) {
    return new PlanWarning(kind, name.apply(column), related == null ? null : name.apply(related));
  }

  /** What a warning is about. */
  public enum Kind {
    /** A column that the specification does not name is released as it is. */
    KEEP,
    /** An insensitive column determines a quasi-identifier. */
    DETERMINES,
    /** An insensitive column is a coarser form of a quasi-identifier and so narrows it. */
    REFINES,
    /** An insensitive column has a released value that fewer than k subjects hold. */
    RARE_VALUE;

    /** Returns the word of the plan file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns the warning in words. */
  public String text() {
    return switch (kind) {
      case KEEP -> "column " + column + " is not named and is released as it is";
      case DETERMINES -> "insensitive column " + column + " determines " + related;
      case REFINES -> "insensitive column " + column + " refines " + related;
      case RARE_VALUE ->
          "insensitive column " + column + " has a value that fewer than k subjects hold";
    };
  }
}
