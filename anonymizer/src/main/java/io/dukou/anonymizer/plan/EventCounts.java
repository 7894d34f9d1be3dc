package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables in which each subject has the number of its rows instead of the rows: for events that
 * would single subjects out.
 *
 * <p>Such a table has a row for each subject of any table of the study, 0 included, so that having
 * no event is not told apart from having few once numbers are generalised. Stateless.
 */
public final class EventCounts {
  private EventCounts() {}

  /** Returns the tables of a specification, those that are counted in their counted form. */
  static Map<String, TableSource> counted(StudySpec spec, Map<String, TableSource> sources) {
    Map<String, Table> tables = new LinkedHashMap<>();
    spec.tables().stream()
        .map(TableSpec::name)
        .filter(sources::containsKey)
        .forEach(name -> tables.put(name, source(sources, name).table()));
    Map<String, String> columns = new LinkedHashMap<>();
    spec.tables().stream()
        .filter(table -> table.counts() != null)
        .forEach(table -> columns.put(table.name(), String.valueOf(table.counts())));
    Map<String, TableSource> counted = new LinkedHashMap<>(sources);
    counted(tables, columns, spec.subject())
        .forEach(
            (name, table) ->
                counted.put(name, new TableSource(source(sources, name).name(), table)));
    return counted;
  }

  private static TableSource source(Map<String, TableSource> sources, String name) {
    TableSource source = sources.get(name);
    if (source == null) {
      throw new IllegalArgumentException("no such table");
    }
    return source;
  }

  /** Returns the tables that a plan is applied to, those that it counts in their counted form. */
  public static Map<String, Table> counted(StudyPlan plan, Map<String, Table> tables) {
    Map<String, String> columns = new LinkedHashMap<>();
    Map<String, Table> planned = new LinkedHashMap<>();
    for (StudyPlan.PlannedTable table : plan.tables()) {
      planned.put(table.name(), plan.tableOf(tables, table));
      if (table.counts() != null) {
        columns.put(table.name(), String.valueOf(table.counts()));
      }
    }
    return counted(planned, columns, plan.subject());
  }

  /**
   * Returns tables, some in their counted form.
   *
   * @param columns for each table that is counted, the name of the column of the numbers
   * @param subject the column that names the subjects; a table without it stays as it is
   */
  public static Map<String, Table> counted(
      Map<String, Table> tables, Map<String, String> columns, String subject) {
    Map<String, Table> counted = new LinkedHashMap<>(tables);
    tables.forEach(
        (name, table) -> {
          String column = columns.get(name);
          if (column != null && table.has(subject)) {
            counted.put(name, counted(tables, table.column(subject), column));
          }
        });
    return counted;
  }

  private static Table counted(Map<String, Table> tables, Column subjects, String column) {
    Map<@Nullable String, Integer> numbers = new LinkedHashMap<>();
    for (Table table : tables.values()) {
      if (table.has(subjects.name())) {
        Column others = table.column(subjects.name());
        for (int code = 0; code < others.cardinality(); code++) {
          numbers.putIfAbsent(others.value(code), 0);
        }
      }
    }
    for (int row = 0; row < subjects.rowCount(); row++) {
      numbers.merge(subjects.valueAt(row), 1, Integer::sum);
    }
    TableBuilder builder = Table.builder(List.of(subjects.name(), column));
    numbers.forEach(
        (subject, number) -> {
          builder.add(0, subject);
          builder.add(1, String.valueOf(number));
          builder.endRow();
        });
    return builder.build();
  }
}
