package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables in which each subject has the number of its events instead of the events. Stateless. */
final class EventCounts {
  /** The column of the numbers. */
  static final String COLUMN = "ROWS";

  private static final IntervalHierarchy RANGES =
      IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.valueOf(2), List.of(2, 2, 2));

  private EventCounts() {}

  /** Returns a row for each subject of the study, with its number of rows in one table. */
  static TableSource of(StudyPreparation prepared, int part) {
    Column subjects = prepared.parts().get(part).table().column(prepared.spec().subject());
    Map<String, Integer> numbers = new HashMap<>();
    for (int row = 0; row < subjects.rowCount(); row++) {
      numbers.merge(String.valueOf(subjects.valueAt(row)), 1, Integer::sum);
    }
    TableBuilder builder = Table.builder(List.of(prepared.spec().subject(), COLUMN));
    for (String name : prepared.subjectNames()) {
      builder.add(0, name);
      builder.add(1, String.valueOf(numbers.getOrDefault(name, 0)));
      builder.endRow();
    }
    String name = prepared.spec().tables().get(part).name() + "-counts";
    return new TableSource(name, builder.build());
  }

  /** Returns what is said of such a table: numbers may become ranges of 2, 4, 8 and 16. */
  static TableSpec spec(String name) {
    AttributeSpec numbers =
        new AttributeSpec(
            COLUMN,
            Role.QUASI_IDENTIFIER,
            ValueType.INTEGER,
            MissingRule.OWN_CATEGORY,
            AttributeSpec.DEFAULT_WEIGHT,
            RANGES);
    return new TableSpec(name, null, CsvOptions.DEFAULT, List.of(numbers), Others.REFUSE);
  }
}
