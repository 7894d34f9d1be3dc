package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What is released of several tables at the levels found; makes plan and summary of it. */
final class PlannedStudy {
  private final StudyPreparation prepared;
  private final StudySpec spec;
  private final int[] levels;
  private final boolean[] releasedRows;
  private final List<PlannedRelease> parts = new ArrayList<>();
  private final StudyClasses classes;
  private final boolean[] accepted;

  /** Finds the joint classes of the rows that are released. */
  PlannedStudy(StudyPreparation prepared, int[] levels, boolean[] releasedRows) {
    this.prepared = prepared;
    this.spec = prepared.spec();
    this.levels = levels;
    this.releasedRows = releasedRows;
    Map<String, EquivalenceClasses> ofTables = new LinkedHashMap<>();
    for (int part = 0; part < prepared.parts().size(); part++) {
      TableSpec table = spec.tables().get(part);
      PlannedRelease release =
          new PlannedRelease(
              prepared.parts().get(part),
              spec.part(table),
              prepared.levelsOf(part, levels),
              prepared.rowsOf(part, releasedRows));
      parts.add(release);
      ofTables.put(table.name(), release.classes());
    }
    this.classes = StudyClasses.joined(ofTables);
    this.accepted = new boolean[classes.classCount()];
    for (int part = 0; part < parts.size(); part++) {
      boolean[] rows = prepared.rowsOf(part, releasedRows);
      for (int row = 0; row < rows.length; row++) {
        accepted[classes.classOfRow(part, row)] |= rows[row];
      }
    }
  }

  /** Returns the plan. */
  StudyPlan plan(PlanKey key, double loss) {
    TreeMap<ClassHash, Integer> hashes = new TreeMap<>();
    ClassHash[] all = classes.hashes(key);
    for (int i = 0; i < all.length; i++) {
      if (accepted[i] && hashes.put(all[i], classes.subjectsOf(i)) != null) {
        throw new IllegalStateException("two classes have the same hash");
      }
    }
    return StudyPlan.of(
        new StudyPlan.Content(
            spec.subject(),
            spec.key(),
            IntStream.range(0, parts.size()).mapToObj(this::table).toList(),
            spec.k(),
            spec.models(),
            spec.suppressionLimit(),
            loss,
            classes.subjectCount(),
            hashes,
            warnings()),
        key);
  }

  private StudyPlan.PlannedTable table(int part) {
    Preparation fitted = prepared.parts().get(part);
    return new StudyPlan.PlannedTable(
        spec.tables().get(part).name(),
        spec.tables().get(part).csv(),
        parts.get(part).columns(),
        fitted.table().rowCount(),
        parts.get(part).suppressedRows(),
        fitted.dataDigest(),
        spec.tables().get(part).counts());
  }

  private List<PlanWarning> warnings() {
    List<PlanWarning> warnings = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      TableSpec table = spec.tables().get(part);
      parts.get(part).warnings().forEach(warning -> warnings.add(warning.of(table::qualify)));
    }
    warnings.addAll(StudyWarnings.across(prepared, releasedRows));
    return warnings;
  }

  /** Returns the summary of {@code plan}. */
  StudySummary summary(StudyPlan plan, SearchReport report, EventPatterns patterns) {
    List<StudySummary.OfTable> tables =
        IntStream.range(0, parts.size()).mapToObj(this::summary).toList();
    PlanSummary whole =
        new PlanSummary(
            qualified(tables),
            Arrays.stream(levels).boxed().toList(),
            plan.loss(),
            report.provenLoss(),
            Arrays.stream(report.loss()).boxed().toList(),
            tables.stream().mapToInt(StudySummary.OfTable::suppressedRecords).sum(),
            plan.classes().size(),
            plan.minClassSize(),
            releasedRows.length,
            plan.subjects(),
            plan.classes().values().stream().mapToInt(Integer::intValue).sum(),
            tables.stream().mapToInt(StudySummary.OfTable::droppedRecords).sum(),
            report.transformations(),
            report.checked(),
            report.time(),
            plan.planId(),
            plan.warnings(),
            Optional.empty(),
            true);
    return new StudySummary(whole, tables, patterns);
  }

  private List<String> qualified(List<StudySummary.OfTable> tables) {
    return tables.stream()
        .flatMap(table -> table.attributes().stream().map(name -> table.name() + "." + name))
        .toList();
  }

  private StudySummary.OfTable summary(int part) {
    Preparation fitted = prepared.parts().get(part);
    int[] own = prepared.levelsOf(part, levels);
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < own.length; i++) {
      losses.add(lost(fitted.universe().columns().get(i), own[i], part));
    }
    return new StudySummary.OfTable(
        spec.tables().get(part).name(),
        fitted.quasiIdentifiers().stream().map(AttributeSpec::name).toList(),
        Arrays.stream(own).boxed().toList(),
        losses,
        fitted.table().rowCount(),
        parts.get(part).suppressedRows(),
        fitted.droppedRecords());
  }

  /**
   * Returns the share of a column's domain over which its rows are spread; see {@link LossMetric}.
   */
  private double lost(GeneralisedColumn column, int level, int part) {
    boolean[] rows = prepared.rowsOf(part, releasedRows);
    double leaves = column.leafCount();
    double sum = 0;
    for (int row = 0; row < rows.length; row++) {
      int code = column.code(level, column.column().code(row));
      sum += rows[row] ? column.leaves(level, code) : leaves;
    }
    double range = leaves * rows.length - rows.length;
    return range > 0 ? Math.max(0, (sum - rows.length) / range) : 0;
  }
}
