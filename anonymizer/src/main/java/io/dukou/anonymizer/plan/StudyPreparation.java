package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Several tables and their specification, found to fit each other and laid out as one {@link
 * Universe}: the rows of all tables one after the other, each subject with all of its rows.
 */
final class StudyPreparation {
  private final StudySpec spec;
  private final List<Preparation> parts = new ArrayList<>();
  private final Map<String, Integer> subjects = new HashMap<>();
  private final int[] starts;
  private final int[] subjectOfRow;
  private final List<SensitiveAttribute> sensitive = new ArrayList<>();

  private StudyPreparation(StudySpec spec, Map<String, TableSource> tables) {
    this.spec = spec;
    this.starts = new int[spec.tables().size() + 1];
    for (TableSpec table : spec.tables()) {
      add(table, tables);
    }
    this.subjectOfRow = new int[starts[parts.size()]];
    for (int part = 0; part < parts.size(); part++) {
      numberSubjects(part);
    }
    for (int part = 0; part < parts.size(); part++) {
      addSensitive(part);
    }
  }

  /**
   * Fits tables and their specification.
   *
   * @param tables the tables by the names of the specification
   * @throws PlanException if they do not fit
   */
  static StudyPreparation of(StudySpec spec, Map<String, TableSource> tables) {
    for (String name : tables.keySet()) {
      if (spec.table(name).isEmpty()) {
        throw new PlanException(
            PlanError.UNKNOWN_TABLE, "the specification names no table " + name);
      }
    }
    return new StudyPreparation(spec, EventCounts.counted(spec, tables));
  }

  private void add(TableSpec table, Map<String, TableSource> tables) {
    TableSource source = tables.get(table.name());
    if (source == null) {
      throw new PlanException(
          PlanError.UNKNOWN_TABLE,
          "the table " + table.name() + " of the specification is missing");
    }
    try {
      Preparation part = Preparation.of(source.table(), spec.part(table));
      refuseTakenKey(part);
      parts.add(part);
      starts[parts.size()] = Math.addExact(starts[parts.size() - 1], part.table().rowCount());
    } catch (PlanException e) {
      throw new PlanException(e.error(), source.name() + ": " + e.getMessage());
    }
  }

  private void refuseTakenKey(Preparation part) {
    boolean isTaken =
        part.attributes().stream()
            .anyMatch(attribute -> attribute.name().equals(spec.key()) && isReleased(attribute));
    if (isTaken) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "the table has a column " + spec.key() + " already; call the key otherwise");
    }
  }

  private static boolean isReleased(AttributeSpec attribute) {
    return attribute.role().isReleased();
  }

  private void numberSubjects(int part) {
    Column names = subjectColumn(part);
    int[] numberOf = new int[names.cardinality()];
    for (int code = 0; code < numberOf.length; code++) {
      int next = subjects.size();
      Integer known = subjects.putIfAbsent(String.valueOf(names.value(code)), next);
      numberOf[code] = known == null ? next : known;
    }
    for (int row = starts[part]; row < starts[part + 1]; row++) {
      subjectOfRow[row] = numberOf[names.code(row - starts[part])];
    }
  }

  private Column subjectColumn(int part) {
    return parts.get(part).table().column(spec.subject());
  }

  private void addSensitive(int part) {
    TableSpec table = spec.tables().get(part);
    for (SensitiveAttribute own : parts.get(part).sensitive(spec.part(table))) {
      String name = table.qualify(own.column().name());
      int[] rows = ownRows(part);
      Column carried =
          CarriedValues.column(name, own.column(), rows, subjectOfRow, subjects.size());
      sensitive.add(
          new SensitiveAttribute(
              carried,
              own.type(),
              own.hierarchy(),
              row -> CarriedValues.place(table.name(), rows[row], own.placeOf())));
    }
  }

  /** Returns for each row of all tables its row of one table. */
  private int[] ownRows(int part) {
    int[] rows = new int[subjectOfRow.length];
    Arrays.fill(rows, CarriedValues.OF_OTHER_TABLE);
    for (int row = starts[part]; row < starts[part + 1]; row++) {
      rows[row] = row - starts[part];
    }
    return rows;
  }

  /** Returns the specification. */
  StudySpec spec() {
    return spec;
  }

  /** Returns the tables, each fitted, in the order of the specification. */
  List<Preparation> parts() {
    return parts;
  }

  /** Returns the number of subjects of all tables together. */
  int subjectCount() {
    return subjects.size();
  }

  /** Returns the number of subjects that have rows in a table. */
  int subjectCountOf(int part) {
    return subjectColumn(part).cardinality();
  }

  /** Returns the share of the subjects whose rows are not released. */
  double suppressedShare(boolean[] releasedRows) {
    long suppressed =
        IntStream.range(0, subjectOfRow.length)
            .filter(row -> !releasedRows[row])
            .map(row -> subjectOfRow[row])
            .distinct()
            .count();
    return subjects.isEmpty() ? 0 : (double) suppressed / subjects.size();
  }

  /** Returns what the search for the optimum is given. */
  StudyTask task() {
    return new StudyTask(
        universe(),
        sensitive,
        spec.models(),
        spec.metric(),
        parts.stream()
            .flatMap(part -> part.quasiIdentifiers().stream())
            .mapToDouble(AttributeSpec::weight)
            .toArray(),
        spec.suppressionLimit());
  }

  private Universe universe() {
    List<GeneralisedColumn> columns =
        parts.stream().flatMap(part -> part.universe().columns().stream()).toList();
    return new Universe(
        columns,
        subjectOfRow.length,
        subjectOfRow.length,
        subjects.size(),
        subjects.size(),
        subjectOfRow,
        List.of(),
        sensitive.stream().map(SensitiveAttribute::column).toList(),
        spec.models().stream().anyMatch(ModelSpec::isOfSample),
        new Sections(tableOfDimension(), starts));
  }

  private int[] tableOfDimension() {
    List<Integer> tables = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      for (AttributeSpec unused : parts.get(part).quasiIdentifiers()) {
        tables.add(part);
      }
    }
    return tables.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the part of {@code levels} of all quasi-identifiers that belongs to a table. */
  int[] levelsOf(int part, int[] levels) {
    int from = 0;
    for (int before = 0; before < part; before++) {
      from += parts.get(before).quasiIdentifiers().size();
    }
    return Arrays.copyOfRange(levels, from, from + parts.get(part).quasiIdentifiers().size());
  }

  /** Returns the part of something said of all rows that is about the rows of a table. */
  boolean[] rowsOf(int part, boolean[] rows) {
    return Arrays.copyOfRange(rows, starts[part], starts[part + 1]);
  }
}
