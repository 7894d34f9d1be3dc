package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be released of several tables of one study together, and of later cuts of them.
 *
 * <p>Self-contained, like a {@link ReleasePlan}: it holds everything that applying it needs but the
 * {@link PlanKey}. It never leaves China. Immutable; any thread may read it.
 */
public final class StudyPlan {
  private final Content content;
  private final String planId;
  private final String seal;

  private StudyPlan(Content content, String planId, String seal) {
    this.content = content;
    this.planId = planId;
    this.seal = seal;
  }

  /** Returns the plan with this content, sealed with its key. */
  static StudyPlan of(Content content, PlanKey key) {
    String planId = StudyPlanJson.idOf(content);
    return new StudyPlan(content, planId, key.seal(planId));
  }

  /** Returns the plan with this content and a seal that was read, and is yet to be checked. */
  static StudyPlan read(Content content, String seal) {
    return new StudyPlan(content, StudyPlanJson.idOf(content), seal);
  }

  /** Returns whether a text is the plan of a study, if it is a plan at all. */
  public static boolean isStudyPlan(String json) {
    return StudyPlanJson.isStudyPlan(json);
  }

  /**
   * Reads a plan file. Whether anybody has changed it, {@link #requireSealedWith} tells.
   *
   * @throws PlanException if the text is no such plan or its {@code planId} does not fit its
   *     content
   */
  public static StudyPlan fromJson(String json) {
    return StudyPlanJson.read(json);
  }

  /** Returns the text of the plan file: one line of JSON, equal for equal plans. */
  public String toJson() {
    return StudyPlanJson.write(content, planId, seal);
  }

  /**
   * Refuses the plan unless it is what was planned with {@code key}.
   *
   * @throws PlanException if it was changed since, or planned with another key
   */
  public void requireSealedWith(PlanKey key) {
    key.requireSealed(planId, seal);
  }

  /** Returns {@code sha256:} and the digest of the content in 64 hexadecimal digits. */
  public String planId() {
    return planId;
  }

  /** Returns the column that identifies a person in every table; it is never released. */
  public String subject() {
    return content.subject();
  }

  /** Returns the released column that holds the pseudonym of the subject, if there is one. */
  public Optional<String> key() {
    return Optional.ofNullable(content.key());
  }

  /** Returns the tables in the order of the specification. */
  public List<PlannedTable> tables() {
    return content.tables();
  }

  /** Returns the number of subjects that every released class holds at least. */
  public int k() {
    return content.k();
  }

  /** Returns the models that released classes must meet in all tables the plan is applied to. */
  public List<ModelSpec> models() {
    return content.models();
  }

  /** Returns the information loss of the planned tables. */
  public double loss() {
    return content.loss();
  }

  /** Returns the number of planned subjects. */
  public int subjects() {
    return content.subjects();
  }

  /** Returns the released classes with their numbers of subjects in the planned tables. */
  public Map<ClassHash, Integer> classes() {
    return content.classes();
  }

  /** Returns whether the plan releases this class. */
  public boolean released(ClassHash hash) {
    return content.classes().containsKey(hash);
  }

  /** Returns the number of subjects of the smallest released class, 0 if none is released. */
  public int minClassSize() {
    return content.classes().values().stream().mapToInt(Integer::intValue).min().orElse(0);
  }

  /** Returns what a person must have thought about before a release. */
  public List<PlanWarning> warnings() {
    return content.warnings();
  }

  /**
   * Returns one of the tables that a plan is applied to.
   *
   * @throws PlanException if it is missing, or lacks the subject, a quasi-identifier, or another
   *     column that is released
   */
  public Table tableOf(Map<String, Table> tables, PlannedTable planned) {
    Table table = tables.get(planned.name());
    if (table == null) {
      throw new PlanException(
          PlanError.UNKNOWN_TABLE, "the table " + planned.name() + " of the plan is missing");
    }
    requireColumn(table, planned, subject());
    for (PlannedColumn column : planned.columns()) {
      if (column.isReleased() && !column.name().equals(planned.counts())) {
        requireColumn(table, planned, column.name());
      }
    }
    return table;
  }

  private static void requireColumn(Table table, PlannedTable planned, String name) {
    if (!table.has(name)) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "table " + planned.name() + ": the plan needs column " + name + ", which it lacks");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StudyPlan plan && planId.equals(plan.planId);
  }

  @Override
  public int hashCode() {
    return planId.hashCode();
  }

  @Override
  public String toString() {
    return "StudyPlan[" + planId + "]";
  }

  /**
   * What a plan says of one table.
   *
   * @param name how the specification calls it
   * @param csv how the planned table was written, if it was CSV
   * @param columns every column the specification covers, in the order of the planned table
   * @param records planned rows
   * @param suppressedRecords planned rows that are suppressed
   * @param dataDigest the {@link Table#digest} of the planned table
   * @param counts column of the number of rows of each subject, if that is released instead of them
   */
  public record PlannedTable(
      String name,
      CsvOptions csv,
      List<PlannedColumn> columns,
      int records,
      int suppressedRecords,
      String dataDigest,
      @Nullable String counts) {
    /** Copies the list, and refuses columns of more than one layer. */
    public PlannedTable {
      columns = List.copyOf(columns);
      if (columns.stream().anyMatch(column -> column.levels().size() > 1)) {
        throw new IllegalArgumentException("a plan of several tables has one layer");
      }
    }

    /** Returns the columns that are released, in the order of the planned table. */
    public List<PlannedColumn> releasedColumns() {
      return columns.stream().filter(PlannedColumn::isReleased).toList();
    }

    /** Returns the quasi-identifiers in the order of the planned table. */
    public List<PlannedColumn> quasiIdentifiers() {
      return columns.stream().filter(column -> column.role() == Role.QUASI_IDENTIFIER).toList();
    }

    /** Returns the column called {@code column}, if the plan covers it. */
    public Optional<PlannedColumn> column(String column) {
      return columns.stream().filter(planned -> planned.name().equals(column)).findFirst();
    }
  }

  /** What a plan holds. */
  record Content(
      String subject,
      @Nullable String key,
      List<PlannedTable> tables,
      int k,
      List<ModelSpec> models,
      double suppressionLimit,
      double loss,
      int subjects,
      Map<ClassHash, Integer> classes,
      List<PlanWarning> warnings) {
    /** Copies lists and map, and refuses what no planner makes and nothing could apply. */
    Content {
      tables = List.copyOf(tables);
      models = List.copyOf(models);
      classes = Map.copyOf(classes);
      warnings = List.copyOf(warnings);
      Set<String> names = new HashSet<>();
      for (PlannedTable table : tables) {
        require(names.add(table.name()), "a table is named twice");
        for (PlannedColumn column : table.columns()) {
          require(names.add(table.name() + "." + column.name()), "a column is named twice");
          require(!column.name().equals(key) || !column.isReleased(), "the key is a column");
        }
      }
      require(!tables.isEmpty(), "no table");
      require(!subject.isEmpty() && !subject.equals(key), "no subject");
      require(k > 0, "k is at least 1");
      require(
          models.stream()
              .allMatch(model -> model.sensitiveAttribute().map(names::contains).orElse(true)),
          "a model of no column");
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
