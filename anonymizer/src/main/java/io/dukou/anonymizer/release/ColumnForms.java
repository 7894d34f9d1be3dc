package io.dukou.anonymizer.release;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which the values of one column of a cut are released.
 *
 * <p>Each value of the cut's dictionary is generalised once, so a cell costs array accesses only. A
 * row may be hidden: kept, with {@code *} in every quasi-identifier.
 *
 * <p>Immutable after construction.
 */
final class ColumnForms {
  private static final Comparator<String> MISSING_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final PlannedColumn planned;
  private final Column source;
  private final HiddenRows hidden;
  private final boolean changed;

  /** The form of each code of the source and, last, the hidden form; empty if nothing changes. */
  private final List<@Nullable String> forms;

  private final long[] fingerprints;

  /** Prepares the forms of {@code source}; the hidden rows matter to quasi-identifiers only. */
  ColumnForms(PlannedColumn planned, Column source, HiddenRows hidden) {
    this.planned = planned;
    this.source = source;
    this.hidden = planned.role() == Role.QUASI_IDENTIFIER ? hidden : HiddenRows.NONE;
    this.changed = planned.isGeneralised() || this.hidden != HiddenRows.NONE;
    this.forms = changed ? forms(planned, source) : List.of();
    this.fingerprints = new long[source.cardinality() + 1];
    for (int code = 0; code < fingerprints.length; code++) {
      fingerprints[code] = changed ? fingerprint(forms.get(code)) : sourceFingerprint(code);
    }
  }

  private static List<@Nullable String> forms(PlannedColumn planned, Column source) {
    @Nullable String[] forms = new @Nullable String[source.cardinality() + 1];
    for (int code = 0; code < source.cardinality(); code++) {
      forms[code] = planned.form(source.value(code));
    }
    forms[source.cardinality()] = Hierarchy.ROOT;
    return Arrays.asList(forms);
  }

  private long sourceFingerprint(int code) {
    return code < source.cardinality() ? source.fingerprint(code) : 0;
  }

  private static long fingerprint(@Nullable String form) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; form != null && i < form.length(); i++) {
      hash = (hash ^ form.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * Mixes the fingerprint of each row's form into the row's entry of {@code mixed}.
   *
   * @param rows the rows, of which the first {@code count} matter; overwritten
   */
  void mixHashes(int[] rows, int count, long[] mixed) {
    replaceRows(rows, count);
    for (int i = 0; i < count; i++) {
      long hash = (mixed[i] ^ fingerprints[rows[i]]) * 0x9e3779b97f4a7c15L;
      mixed[i] = hash ^ (hash >>> 29);
    }
  }

  /** Compares the forms in which two rows are released; missing comes first. */
  int compare(int row, int other) {
    int code = code(row);
    int otherCode = code(other);
    return code == otherCode ? 0 : MISSING_FIRST.compare(form(code), form(otherCode));
  }

  private @Nullable String form(int code) {
    return changed ? forms.get(code) : source.value(code);
  }

  /** Returns the released column: these rows, in this order. */
  ReleasedColumn release(int[] rows) {
    if (!changed) {
      return new ReleasedColumn(planned, source.select(rows));
    }
    int[] codes = rows.clone();
    replaceRows(codes, codes.length);
    return new ReleasedColumn(planned, Column.of(planned.name(), forms, codes));
  }

  private int code(int row) {
    return hidden.contains(row) ? source.cardinality() : source.code(row);
  }

  /** Replaces each of the first {@code count} entries, which are rows, by the code of its form. */
  private void replaceRows(int[] rows, int count) {
    if (hidden == HiddenRows.NONE) {
      source.replaceRows(rows, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      rows[i] = code(rows[i]);
    }
  }

  /** Says which rows are hidden. */
  @FunctionalInterface
  interface HiddenRows {
    /** Hides no row. */
    HiddenRows NONE = row -> false;

    /** Returns whether the row is hidden. */
    boolean contains(int row);
  }
}
