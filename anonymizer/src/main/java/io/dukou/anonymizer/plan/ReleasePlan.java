package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be released of a table, and of later tables with the same columns.
 *
 * <p>Subjects are released in layers: each in the first whose class of it is released and meets the
 * models among the subjects that are left. Without refinement there is one layer. See {@link
 * ShownClasses}.
 *
 * <p>Self-contained: it holds everything that applying it needs but the {@link PlanKey}. It never
 * leaves China. Immutable; any thread may read it.
 */
public final class ReleasePlan {
  private final Content content;
  private final String planId;
  private final String seal;

  private ReleasePlan(Content content, String planId, String seal) {
    this.content = content;
    this.planId = planId;
    this.seal = seal;
  }

  /** Returns the plan with this content, sealed with its key. */
  static ReleasePlan of(Content content, PlanKey key) {
    String planId = PlanJson.idOf(content);
    return new ReleasePlan(content, planId, key.seal(planId));
  }

  /** Returns the plan with this content and a seal that was read, and is yet to be checked. */
  static ReleasePlan read(Content content, String seal) {
    return new ReleasePlan(content, PlanJson.idOf(content), seal);
  }

  /**
   * Reads a plan file.
   *
   * <p>Without its key it is not known whether anybody has changed the plan since it was made. What
   * applies it asks {@link #requireSealedWith} first; what only shows it must say that it did not.
   *
   * @throws PlanException if the text is no plan or its {@code planId} does not fit its content
   */
  public static ReleasePlan fromJson(String json) {
    return PlanJson.read(json);
  }

  /**
   * Reads a plan from a store that lets nobody change it, such as an encrypted one; also a plan of
   * version 2, which had no seal yet and is sealed now.
   *
   * @throws PlanException if the text is no plan, or its {@code planId} or seal do not fit
   */
  public static ReleasePlan fromStore(String json, PlanKey key) {
    return PlanJson.readStored(json, key);
  }

  /** Returns the text of the plan file: one line of JSON, equal for equal plans and keys. */
  public String toJson() {
    return PlanJson.write(content, planId, seal);
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

  /** Returns the number of subjects that every released class holds at least. */
  public int k() {
    return content.k();
  }

  /** Returns the models that released classes must meet in every table the plan is applied to. */
  public List<ModelSpec> models() {
    return content.models();
  }

  /**
   * Returns whether the plan may be applied to the planned table only, because a model spoke of a
   * population that is not known for another.
   */
  public boolean isForPlannedTableOnly() {
    return content.isForPlannedTableOnly();
  }

  /** Returns the information loss of the planned table. */
  public double loss() {
    return content.loss();
  }

  /** Returns how the planned table was written, if it was CSV. */
  public CsvOptions csv() {
    return content.csv();
  }

  /** Returns the column that identifies a person, if there is one; it is never released. */
  public Optional<String> subject() {
    return Optional.ofNullable(content.subject());
  }

  /** Returns every column the specification covers, in the order of the planned table. */
  public List<PlannedColumn> columns() {
    return content.columns();
  }

  /** Returns the columns that are released, in the order of the planned table. */
  public List<PlannedColumn> releasedColumns() {
    return content.columns().stream().filter(PlannedColumn::isReleased).toList();
  }

  /** Returns the quasi-identifiers in the order of the planned table. */
  public List<PlannedColumn> quasiIdentifiers() {
    return content.columns().stream().filter(ReleasePlan::isQuasiIdentifier).toList();
  }

  private static boolean isQuasiIdentifier(PlannedColumn column) {
    return column.role() == Role.QUASI_IDENTIFIER;
  }

  /** Returns the column called {@code name}, if the plan covers it. */
  public Optional<PlannedColumn> column(String name) {
    return content.columns().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Returns the number of layers, at least 1. */
  public int layers() {
    return content.layers().size();
  }

  /**
   * Returns whether subjects of a class that a layer does not release go on to the next one.
   *
   * <p>Where some model is about a sensitive attribute, only those do whose class is too small: a
   * layer must not tell that values were the reason.
   *
   * @param subjects number of subjects of the class that earlier layers have not released
   */
  public boolean goesOn(int subjects) {
    return goesOn(content.models(), content.k(), subjects);
  }

  /** Returns the same for models and a k of which no plan has been made yet. */
  static boolean goesOn(List<ModelSpec> models, int k, int subjects) {
    return subjects < k || models.stream().allMatch(model -> model.sensitiveAttribute().isEmpty());
  }

  /** Returns the level of the first layer; empty if {@code column} is no quasi-identifier. */
  public OptionalInt levelOf(String column) {
    return quasiIdentifiers().stream()
        .filter(planned -> planned.name().equals(column))
        .mapToInt(PlannedColumn::level)
        .findFirst();
  }

  /**
   * Returns the released classes, as a recipient sees them, with their numbers of subjects in the
   * planned table: what several layers show alike is one class.
   */
  public Map<ClassHash, Integer> classes() {
    if (layers() == 1) {
      return classes(0);
    }
    Map<ClassHash, Integer> shown = new TreeMap<>();
    content
        .layers()
        .forEach(layer -> layer.forEach((hash, n) -> shown.merge(hash, n, Integer::sum)));
    return shown;
  }

  /** Returns the classes that a layer releases, with their numbers of subjects of that layer. */
  public Map<ClassHash, Integer> classes(int layer) {
    return content.layers().get(layer);
  }

  /** Returns whether some layer releases this class. */
  public boolean released(ClassHash hash) {
    return content.layers().stream().anyMatch(layer -> layer.containsKey(hash));
  }

  /** Returns whether a layer releases this class. */
  public boolean released(int layer, ClassHash hash) {
    return classes(layer).containsKey(hash);
  }

  /** Returns the {@link io.dukou.anonymizer.table.Table#digest} of the planned table. */
  public String dataDigest() {
    return content.dataDigest();
  }

  /** Returns the number of planned rows. */
  public int records() {
    return content.records();
  }

  /** Returns the number of planned subjects. */
  public int subjects() {
    return content.subjects();
  }

  /** Returns the number of planned rows that are suppressed. */
  public int suppressedRecords() {
    return content.suppressedRecords();
  }

  /** Returns the number of subjects of the smallest released class, 0 if none is released. */
  public int minClassSize() {
    return classes().values().stream().mapToInt(Integer::intValue).min().orElse(0);
  }

  /** Returns what a person must have thought about before a release. */
  public List<PlanWarning> warnings() {
    return content.warnings();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReleasePlan plan && planId.equals(plan.planId);
  }

  @Override
  public int hashCode() {
    return planId.hashCode();
  }

  @Override
  public String toString() {
    return "ReleasePlan[" + planId + "]";
  }

  /** What a plan holds; at least one column is a quasi-identifier. */
  record Content(
      CsvOptions csv,
      @Nullable String subject,
      List<PlannedColumn> columns,
      int k,
      List<ModelSpec> models,
      boolean isForPlannedTableOnly,
      double suppressionLimit,
      double loss,
      int records,
      int subjects,
      int suppressedRecords,
      String dataDigest,
      List<Map<ClassHash, Integer>> layers,
      List<PlanWarning> warnings) {
    /** Copies lists and maps, and refuses what no planner makes and nothing could apply. */
    Content {
      columns = List.copyOf(columns);
      models = List.copyOf(models);
      layers = layers.stream().map(Map::copyOf).toList();
      warnings = List.copyOf(warnings);
      Set<String> names = names(columns);
      require(names.size() == columns.size(), "a column is named twice");
      require(columns.stream().anyMatch(column -> isReleased(column, subject)), "no column");
      require(columns.stream().anyMatch(ReleasePlan::isQuasiIdentifier), "no quasi-identifier");
      require(models.stream().allMatch(model -> isAbout(model, names)), "a model of no column");
      require(k > 0, "k is at least 1");
      require(!layers.isEmpty(), "no layer");
      int count = layers.size();
      require(columns.stream().allMatch(c -> hasLevels(c, count)), "levels of other layers");
    }

    private static boolean hasLevels(PlannedColumn column, int layers) {
      return column.levels().size() == (isQuasiIdentifier(column) ? layers : 1);
    }

    private static Set<String> names(List<PlannedColumn> columns) {
      return columns.stream().map(PlannedColumn::name).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isReleased(PlannedColumn column, @Nullable String subject) {
      return column.isReleased() && !column.name().equals(subject);
    }

    private static boolean isAbout(ModelSpec model, Set<String> names) {
      return model.sensitiveAttribute().map(names::contains).orElse(true);
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
