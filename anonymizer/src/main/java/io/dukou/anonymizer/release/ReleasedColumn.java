package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CodedColumn;
import io.dukou.anonymizer.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * A column of a {@link ProtectedTable}.
 *
 * <p>Codes count from 0 in the order in which values first occur in the released rows, so neither
 * the dictionary nor the codes keep a trace of a row that is not released.
 *
 * <p>Immutable; any thread may read it.
 */
public final class ReleasedColumn implements CodedColumn {
  private final PlannedColumn planned;
  private final Column cells;

  ReleasedColumn(PlannedColumn planned, Column cells) {
    this.planned = requireNonNull(planned, "planned");
    this.cells = requireNonNull(cells, "cells");
  }

  @Override
  public String name() {
    return planned.name();
  }

  /** Returns what the column is. */
  public Role role() {
    return planned.role();
  }

  /** Returns what cells hold before generalisation; a generalised column holds text. */
  public ValueType originalType() {
    return planned.type();
  }

  /** Returns what released cells hold: text where the column is generalised, whatever it was. */
  public ValueType type() {
    return isGeneralised() ? ValueType.STRING : originalType();
  }

  /** Returns the level of generalisation in the first layer, 0 for original values. */
  public int level() {
    return planned.level();
  }

  /** Returns true when released values are not the original ones but text that stands for them. */
  public boolean isGeneralised() {
    return planned.isGeneralised();
  }

  @Override
  public int cardinality() {
    return cells.cardinality();
  }

  @Override
  public @Nullable String value(int code) {
    return cells.value(code);
  }

  @Override
  public int code(int row) {
    return cells.code(row);
  }

  @Override
  public void copyCodes(int row, int count, int[] target) {
    cells.copyCodes(row, count, target);
  }

  /** Returns the cells, whose dictionary holds released values only. */
  public Column cells() {
    return cells;
  }

  /** Says whether a filter may ask for {@code value}; depends on the plan alone. */
  FilterCheck check(String value) {
    if (role() != Role.QUASI_IDENTIFIER) {
      return FilterCheck.OK;
    }
    if (planned.missing() == MissingRule.MATCHES_ANYTHING && value.equals(Hierarchy.ROOT)) {
      return FilterCheck.OK;
    }
    boolean defined = value.isEmpty() ? planned.showsMissing() : planned.defines(value);
    return defined ? FilterCheck.OK : FilterCheck.NOT_DEFINED_AT_LEVEL;
  }
}
