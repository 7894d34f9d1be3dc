package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Table;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What joins the tables of a study as they stand. */
final class StudyLink {
  private StudyLink() {}

  /**
   * Returns the column that every table has and that tells subjects apart: the subject in tables as
   * they were, the key in released ones.
   *
   * @throws PlanException if a table is missing
   */
  static Optional<String> of(StudySpec spec, Map<String, Table> tables) {
    return Stream.of(Optional.of(spec.subject()), Optional.ofNullable(spec.key()))
        .flatMap(Optional::stream)
        .filter(name -> spec.tables().stream().allMatch(part -> table(tables, part).has(name)))
        .findFirst();
  }

  /**
   * Returns one of the tables.
   *
   * @throws PlanException if it is missing
   */
  static Table table(Map<String, Table> tables, TableSpec part) {
    Table table = tables.get(part.name());
    if (table == null) {
      throw new PlanException(
          PlanError.UNKNOWN_TABLE, "the table " + part.name() + " of the specification is missing");
    }
    return table;
  }
}
