package io.dukou.anonymizer.release;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which the values of one column of a cut are released.
 *
 * <p>Each value of the cut's dictionary is generalised once for each layer of the plan, so a cell
 * costs array accesses only. A row may be hidden: kept, with {@code *} in every quasi-identifier.
 *
 * <p>Immutable after construction.
 */
final class ColumnForms {
  private static final Comparator<String> MISSING_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final PlannedColumn planned;
  private final Column source;
  private final RowLayers layers;
  private final boolean changed;

  /**
   * The form of each code of the source, for one layer after the other, and, last, the hidden form;
   * empty if nothing changes.
   */
  private final List<@Nullable String> forms;

  private final long[] fingerprints;

  /** Prepares the forms of {@code source}; layers matter to quasi-identifiers only. */
  ColumnForms(PlannedColumn planned, Column source, RowLayers layers) {
    this.planned = planned;
    this.source = source;
    this.layers = planned.role() == Role.QUASI_IDENTIFIER ? layers : RowLayers.FIRST;
    this.changed = planned.isGeneralised() || this.layers != RowLayers.FIRST;
    this.forms = changed ? forms(planned, source) : List.of();
    this.fingerprints = new long[hiddenCode() + 1];
    for (int code = 0; code < fingerprints.length; code++) {
      fingerprints[code] = changed ? fingerprint(forms.get(code)) : sourceFingerprint(code);
    }
  }

  private static List<@Nullable String> forms(PlannedColumn planned, Column source) {
    List<@Nullable String> forms = new ArrayList<>();
    for (int layer = 0; layer < planned.levels().size(); layer++) {
      for (int code = 0; code < source.cardinality(); code++) {
        forms.add(planned.form(layer, source.value(code)));
      }
    }
    forms.add(Hierarchy.ROOT);
    return forms;
  }

  private int hiddenCode() {
    return planned.levels().size() * source.cardinality();
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
    int layer = layers.layerOf(row);
    return layer == RowLayers.HIDDEN
        ? hiddenCode()
        : layer * source.cardinality() + source.code(row);
  }

  /** Replaces each of the first {@code count} entries, which are rows, by the code of its form. */
  private void replaceRows(int[] rows, int count) {
    if (layers == RowLayers.FIRST) {
      source.replaceRows(rows, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      rows[i] = code(rows[i]);
    }
  }

  /** Says in which layer each row is shown. */
  @FunctionalInterface
  interface RowLayers {
    /** Stands for no layer: the row is hidden. */
    int HIDDEN = -1;

    /** Shows every row in the first layer. */
    RowLayers FIRST = row -> 0;

    /** Returns the layer of a row that is kept, or {@link #HIDDEN}. */
    int layerOf(int row);
  }
}
