package io.dukou.anonymizer.release;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import java.util.Arrays;
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
  private final PlannedColumn planned;
  private final Column source;
  private final boolean changed;

  /** The form of each code of the source and, last, the hidden form; empty if nothing changes. */
  private final List<@Nullable String> forms;

  private final long[] fingerprints;

  /**
   * Prepares the forms of {@code source}.
   *
   * @param mayHide whether hidden rows occur
   */
  ColumnForms(PlannedColumn planned, Column source, boolean mayHide) {
    this.planned = planned;
    this.source = source;
    boolean quasiIdentifier = planned.role() == Role.QUASI_IDENTIFIER;
    this.changed = planned.isGeneralised() || (mayHide && quasiIdentifier);
    this.forms = changed ? forms(planned, source) : List.of();
    this.fingerprints = new long[source.cardinality() + 1];
    for (int code = 0; code < fingerprints.length; code++) {
      fingerprints[code] = changed ? fingerprint(forms.get(code)) : sourceFingerprint(code);
    }
  }

  private static List<@Nullable String> forms(PlannedColumn planned, Column source) {
    @Nullable String[] forms = new @Nullable String[source.cardinality() + 1];
    for (int code = 0; code < source.cardinality(); code++) {
      String value = source.value(code);
      forms[code] =
          value == null
              ? planned.hierarchy().generaliseMissing(planned.level())
              : planned.hierarchy().generalise(value, planned.level());
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
   * Mixes the fingerprint of each row's form into the row's entry of {@code fingerprintsOfRows}.
   */
  void addFingerprints(int[] rows, HiddenRows hidden, long[] fingerprintsOfRows) {
    for (int i = 0; i < rows.length; i++) {
      long mixed =
          (fingerprintsOfRows[i] ^ fingerprints[code(rows[i], hidden)]) * 0x9e3779b97f4a7c15L;
      fingerprintsOfRows[i] = mixed ^ (mixed >>> 29);
    }
  }

  /** Returns the form in which a row is released; null if it is missing. */
  @Nullable String form(int row, HiddenRows hidden) {
    return changed ? forms.get(code(row, hidden)) : source.valueAt(row);
  }

  /** Returns the released column: these rows, in this order. */
  ReleasedColumn release(int[] rows, HiddenRows hidden) {
    if (!changed) {
      return new ReleasedColumn(planned, source.select(rows));
    }
    int[] codes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      codes[i] = code(rows[i], hidden);
    }
    return new ReleasedColumn(planned, Column.of(planned.name(), forms, codes));
  }

  private int code(int row, HiddenRows hidden) {
    return changed && hidden.contains(row) ? source.cardinality() : source.code(row);
  }

  /** Says which rows are hidden. */
  @FunctionalInterface
  interface HiddenRows {
    /** Returns whether the row is hidden. */
    boolean contains(int row);
  }
}
