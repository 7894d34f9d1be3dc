package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one cut that a plan releases, generalised, in keyed order.
 *
 * <p>It holds planned columns only: no direct identifier, no free text, no subject column. Values,
 * dictionaries and order depend on nothing but the released rows, the plan's levels and the {@link
 * OrderKey}; rows that were suppressed or withheld leave no trace. Every answer is a selection of
 * it. No value and no name holds a character of {@link SteeringCharacters}.
 *
 * <p>Immutable to its users; any thread may read it.
 */
public final class ProtectedTable {
  /** Cells that may be indexed for filters; beyond it a filter reads the whole column. */
  private static final int MOST_INDEXED_CELLS = 1 << 24;

  private final String planId;
  private final List<ReleasedColumn> columns;
  private final Map<String, Integer> indices = new HashMap<>();
  private final int rowCount;
  private final int subjectCount;
  private final int minClassSize;
  private final AtomicReferenceArray<@Nullable RowIndex> rowIndices;
  private final AtomicInteger indexedCells = new AtomicInteger();

  ProtectedTable(
      String planId,
      List<ReleasedColumn> columns,
      int rowCount,
      int subjectCount,
      int minClassSize) {
    this.planId = requireNonNull(planId, "planId");
    this.columns = List.copyOf(columns);
    SteeringCharacters.refuse(this.columns);
    this.rowCount = rowCount;
    this.subjectCount = subjectCount;
    this.minClassSize = minClassSize;
    this.rowIndices = new AtomicReferenceArray<>(columns.size());
    columns.forEach(column -> indices.put(column.name(), indices.size()));
  }

  /** Returns the name of the plan that was applied. */
  public String planId() {
    return planId;
  }

  /** Returns the columns, in the order of the plan. */
  public List<ReleasedColumn> columns() {
    return columns;
  }

  /** Returns the column called {@code name}, if it is released. */
  public Optional<ReleasedColumn> column(String name) {
    return Optional.ofNullable(indices.get(requireNonNull(name, "name"))).map(columns::get);
  }

  /** Returns the number of rows. */
  public int rowCount() {
    return rowCount;
  }

  /** Returns the value at a place, or null if it is missing. */
  public @Nullable String value(int row, int column) {
    ReleasedColumn released = columns.get(column);
    return released.value(released.code(row));
  }

  /** Returns the code at a place. */
  public int code(int row, int column) {
    return columns.get(column).code(row);
  }

  /** Returns the number of subjects; never to be told abroad. */
  public int subjectCount() {
    return subjectCount;
  }

  /** Returns how many subjects the smallest class has, 0 when there is no row. */
  public int minClassSize() {
    return minClassSize;
  }

  /**
   * Says whether the filter {@code column=value} may be asked; empty text asks for missing cells.
   *
   * <p>Depends on the plan alone, never on the rows: a refusal tells nothing about the data.
   */
  public FilterCheck check(String column, String value) {
    requireNonNull(value, "value");
    return column(column).map(released -> released.check(value)).orElse(FilterCheck.UNKNOWN_COLUMN);
  }

  /**
   * Returns the rows in which {@code column} holds {@code value}, rising; empty text asks for
   * missing cells.
   *
   * @throws NoSuchElementException if the column is not released
   */
  public int[] rowsWhere(String column, String value) {
    Integer index = indices.get(requireNonNull(column, "column"));
    if (index == null) {
      throw new NoSuchElementException("no such column is released");
    }
    ReleasedColumn released = columns.get(index);
    int code = released.cells().codeOf(value.isEmpty() ? null : value);
    if (code < 0) {
      return new int[0];
    }
    RowIndex rows = rowIndex(index);
    return rows == null ? scan(released, code) : rows.rowsOf(code);
  }

  /** Returns the index of a column, made on first use, or null when there are enough already. */
  private @Nullable RowIndex rowIndex(int column) {
    RowIndex known = rowIndices.get(column);
    if (known != null) {
      return known;
    }
    if (indexedCells.addAndGet(rowCount) > MOST_INDEXED_CELLS || indexedCells.get() < 0) {
      indexedCells.addAndGet(-rowCount);
      return null;
    }
    RowIndex made = new RowIndex(columns.get(column), rowCount);
    if (rowIndices.compareAndSet(column, null, made)) {
      return made;
    }
    indexedCells.addAndGet(-rowCount);
    return rowIndices.get(column);
  }

  private int[] scan(ReleasedColumn column, int code) {
    return IntStream.range(0, rowCount).filter(row -> column.code(row) == code).toArray();
  }

  @Override
  public String toString() {
    return "ProtectedTable[" + planId + "]";
  }
}
