package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.ConsentLedger;
import io.dukou.gateway.facts.Study;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Decides by consents, and the rules for children, which rows of a cut may be planned at all. */
final class ConsentedRows {
  private ConsentedRows() {}

  /**
   * Returns those subjects of any table whose data may not be provided for every one of the uses.
   *
   * @param tables the rows of each table by its name
   */
  static Set<String> notPermitted(
      TableSet set, Map<String, Table> tables, Study study, Allowed allowed) {
    Set<String> excluded = new HashSet<>();
    for (RouteTable table : set.tables()) {
      Table rows = requireNonNull(tables.get(table.name()), "rows");
      Column subjects = SubjectPersons.subjects(table, rows);
      excluded.addAll(notPermitted(subjects, study, allowed.uses(), allowed.at()));
    }
    return excluded;
  }

  /** Returns the rows of every table less those of excluded subjects. */
  static Map<String, Table> without(TableSet set, Map<String, Table> tables, Set<String> excluded) {
    Map<String, Table> left = new LinkedHashMap<>();
    for (RouteTable table : set.tables()) {
      Table rows = requireNonNull(tables.get(table.name()), "rows");
      left.put(table.name(), without(rows, SubjectPersons.subjects(table, rows), excluded));
    }
    return left;
  }

  /**
   * What data is to be allowed for.
   *
   * @param uses recipients and purposes, all of them
   * @param at the time of the event
   */
  record Allowed(Collection<TableRequest.Use> uses, Instant at) {}

  /** Returns those of {@code subjects} whose data may not be provided for every one of the uses. */
  private static Set<String> notPermitted(
      Column subjects, Study study, Collection<TableRequest.Use> uses, Instant at) {
    Set<String> excluded = new HashSet<>();
    for (int code = 0; code < subjects.cardinality(); code++) {
      String subject = subjects.value(code);
      if (subject != null && !permits(study, subject, uses, at)) {
        excluded.add(subject);
      }
    }
    return excluded;
  }

  /** Returns the rows of subjects that are not excluded; a row without a subject stays. */
  private static Table without(Table table, Column subjects, Set<String> excluded) {
    if (excluded.isEmpty()) {
      return table;
    }
    boolean[] out = new boolean[subjects.cardinality()];
    for (int code = 0; code < out.length; code++) {
      String subject = subjects.value(code);
      out[code] = subject != null && excluded.contains(subject);
    }
    return table.select(
        IntStream.range(0, table.rowCount()).filter(row -> !out[subjects.code(row)]).toArray());
  }

  /** Returns true when the data of all subjects may be provided for all uses. */
  static boolean permitAll(
      Study study, Collection<String> subjects, Collection<TableRequest.Use> uses, Instant at) {
    return subjects.stream().allMatch(subject -> permits(study, subject, uses, at));
  }

  private static boolean permits(
      Study study, String subject, Collection<TableRequest.Use> uses, Instant at) {
    return uses.stream()
        .allMatch(
            use ->
                study.permits(subject, new ConsentLedger.Use(use.recipient(), use.purpose(), at)));
  }
}
