package io.dukou.anonymizer.hierarchy;

import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Dates by units from the day on, before which a level with the times is put if the column has
 * some.
 *
 * @param units the units, the first of which is the day
 */
public record DateRule(List<DateHierarchy.Unit> units) implements HierarchySource {
  /**
   * Refuses units that make no hierarchy or do not start with the day.
   *
   * @throws IllegalArgumentException if they do not
   */
  public DateRule {
    units = List.copyOf(units);
    DateHierarchy.of(units);
    if (units.get(0) != DateHierarchy.Unit.DAY) {
      throw new IllegalArgumentException("the first unit is not the day");
    }
  }

  @Override
  public Hierarchy fit(Column column) {
    List<DateHierarchy.Unit> fitted = new ArrayList<>(units);
    if (hasTimes(column)) {
      fitted.add(0, DateHierarchy.Unit.TIME);
    }
    return DateHierarchy.of(fitted);
  }

  private static boolean hasTimes(Column column) {
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      PartialDate date = value == null ? null : PartialDate.parse(value);
      if (date != null && date.isTimed()) {
        return true;
      }
    }
    return false;
  }
}
