package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.StudyOutcome;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.plan.StudyPlanner;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Subjects in one table and their events in another, made up from a seed. */
final class TwoTables {
  static final PlanKey PLAN_KEY = PlanKey.of(new byte[PlanKey.LENGTH]);
  static final List<String> SUBJECT_COLUMNS = List.of("id", "name", "age", "sex", "arm");
  static final List<String> EVENT_COLUMNS = List.of("id", "event", "day", "grade");

  private static final String SPEC =
      """
      subject: id
      key: SUBJKEY
      tables:
        subjects:
          attributes:
            name: {role: direct-identifier}
            age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
            sex: {role: quasi-identifier, hierarchy: {redact: {length: 1}}}
            arm: {role: sensitive}
        events:
          attributes:
            event: {role: quasi-identifier, hierarchy: {redact: {length: 2}}}
            day: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10}}}
            grade: {role: sensitive}
      """;

  private final List<List<String>> subjects = new ArrayList<>();
  private final List<List<String>> events = new ArrayList<>();

  /**
   * Makes up subjects; some have no event, and a few events belong to nobody in the other table.
   */
  TwoTables(Random random, int count) {
    for (int i = 0; i < count; i++) {
      String id = "P" + i;
      if (random.nextInt(20) > 0) {
        String age = String.valueOf(20 + 10 * random.nextInt(3) + random.nextInt(2));
        String arm = random.nextBoolean() ? "A" : "B";
        subjects.add(List.of(id, "Name" + i, age, random.nextBoolean() ? "F" : "M", arm));
      }
      int number = Math.min(random.nextInt(3), random.nextInt(3));
      for (int event = 0; event < number; event++) {
        String code = (random.nextBoolean() ? "H" : "N") + random.nextInt(2);
        String grade = String.valueOf(1 + random.nextInt(3));
        events.add(List.of(id, code, String.valueOf(random.nextInt(30)), grade));
      }
    }
  }

  static StudySpec spec(String rest) {
    return (StudySpec) SpecParser.parseAny(SPEC + rest, "study.yaml", SpecFiles.none());
  }

  Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("subjects", table(SUBJECT_COLUMNS, subjects));
    tables.put("events", table(EVENT_COLUMNS, events));
    return tables;
  }

  private static Table table(List<String> columns, List<List<String>> rows) {
    TableBuilder builder = Table.builder(columns);
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        builder.add(i, row.get(i));
      }
      builder.endRow();
    }
    return builder.build();
  }

  List<List<String>> subjects() {
    return subjects;
  }

  List<List<String>> events() {
    return events;
  }

  static StudyPlan plan(Map<String, Table> tables, StudySpec spec) {
    Map<String, TableSource> sources = new HashMap<>();
    tables.forEach((name, table) -> sources.put(name, new TableSource(name, table)));
    StudyOutcome outcome =
        StudyPlanner.plan(spec, sources, PlanOptions.with(PLAN_KEY).withThreads(1));
    return ((StudyOutcome.Planned) outcome).plan();
  }

  static SubjectKeys keys(Map<String, Table> tables, StudyPlan plan) {
    return SubjectKeys.none().with(StudyProtector.subjects(tables, plan), new SecureRandom());
  }

  static StudyProtection protect(
      Map<String, Table> tables, StudyPlan plan, SubjectKeys keys, Set<String> withheld) {
    return StudyProtector.protect(
        tables,
        plan,
        PLAN_KEY,
        keys,
        () -> OrderKey.generate(new SecureRandom()),
        withheld,
        ProtectionOptions.FOR_RELEASE);
  }

  /** Returns the cells of a released table, each row with its column names. */
  static List<Map<String, String>> rows(StudyProtection protection, String name) {
    ProtectedTable table = protection.tables().get(name).table();
    List<Map<String, String>> rows = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int column = 0; column < table.columns().size(); column++) {
        cells.put(table.columns().get(column).name(), String.valueOf(table.value(row, column)));
      }
      rows.add(cells);
    }
    return rows;
  }
}
