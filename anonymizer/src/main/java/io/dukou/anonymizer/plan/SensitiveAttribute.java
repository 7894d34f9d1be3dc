package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sensitive attribute that some model is about.
 *
 * @param column its values in the rows that are counted
 * @param type what the values are, for their order
 * @param hierarchy its hierarchy, for the hierarchical distance
 * @param placeOf names a row of the column, for messages inside China
 */
public record SensitiveAttribute(
    Column column, ValueType type, Hierarchy hierarchy, IntFunction<String> placeOf) {
  /** Returns the place of each value in the order of the type; a missing value comes first. */
  public int[] ranks() {
    int[] values =
        IntStream.range(0, column.cardinality())
            .boxed()
            .sorted(Comparator.comparing(this::valueOf, Comparator.nullsFirst(type.order())))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[values.length];
    for (int rank = 0; rank < values.length; rank++) {
      ranks[values[rank]] = rank;
    }
    return ranks;
  }

  private @Nullable String valueOf(int code) {
    return column.value(code);
  }

  /** Returns whether every value that is not missing is of the type. */
  boolean isOfItsType() {
    return IntStream.range(0, column.cardinality())
        .mapToObj(this::valueOf)
        .allMatch(value -> value == null || type.accepts(value));
  }

  /** Returns whether no value is outside the hierarchy. */
  boolean isWithinHierarchy() {
    GeneralisedColumn generalised = new GeneralisedColumn(column, hierarchy);
    return IntStream.range(0, column.cardinality())
        .noneMatch(code -> generalised.code(0, code) == GeneralisedColumn.OUTSIDE);
  }

  /**
   * Returns the values under the hierarchy.
   *
   * @throws PlanException if a value is outside of it
   */
  ValueTree tree() {
    GeneralisedColumn generalised = new GeneralisedColumn(column, hierarchy);
    for (int code = 0; code < column.cardinality(); code++) {
      if (generalised.code(0, code) == GeneralisedColumn.OUTSIDE) {
        throw new PlanException(
            PlanError.VALUE_OUTSIDE_HIERARCHY,
            placeOf.apply(rowOf(code))
                + ", column "
                + column.name()
                + ": the value is outside the hierarchy; correct it, or add it to the hierarchy");
      }
    }
    return new ValueTree(generalised);
  }

  private int rowOf(int code) {
    int row = 0;
    while (column.code(row) != code) {
      row++;
    }
    return row;
  }
}
