package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Finds which joint classes of several tables meet the models of a plan in these very tables, as
 * {@link ModelCheck} does for one.
 *
 * <p>Immutable; any thread may use it.
 */
public final class StudyModelCheck {
  private final StudyPlan plan;
  private final StudyClasses classes;
  private final boolean[] withheld;
  private final StudyRows rows;
  private final List<SensitiveAttribute> attributes;

  /**
   * Looks at the values of subjects who have a class and are not withheld.
   *
   * @param tables the tables that {@code classes} were made of
   * @param withheld for each subject, whether it is left out and not counted
   * @throws PlanException if a column of a model is not in its table
   */
  public StudyModelCheck(
      StudyPlan plan, Map<String, Table> tables, StudyClasses classes, boolean[] withheld) {
    this.plan = plan;
    this.classes = classes;
    this.withheld = withheld.clone();
    boolean isOfSizes = plan.models().stream().allMatch(m -> m.sensitiveAttribute().isEmpty());
    this.rows =
        new StudyRows(
            plan.tables().stream().map(table -> plan.tableOf(tables, table)).toList(),
            classes,
            subject -> !isOfSizes && isCounted(subject));
    this.attributes = attributes();
  }

  /**
   * Returns for each class whether it may be released: the plan releases it, and it meets the
   * models.
   *
   * @param hashes the hash of each class, under the key of the plan
   */
  public boolean[] accepted(ClassHash[] hashes) {
    Grouping grouping = new Grouping();
    int subjects = count(grouping);
    boolean[] candidates = new boolean[hashes.length];
    for (int index = 0; index < candidates.length; index++) {
      candidates[index] = plan.released(hashes[index]);
    }
    return ModelCheck.judge(models(grouping, subjects), grouping, candidates, hashes);
  }

  /**
   * Returns the values of counted subjects.
   *
   * @param isReleased whether a subject is released
   */
  public JudgedValues values(IntFunction<Boolean> isReleased) {
    return JudgedValues.of(
        plan.models(), attributes, rows.subjectOfRow(), classes::nameOfSubject, isReleased);
  }

  /** Counts the subjects of each class and returns how many there are in all. */
  private int count(Grouping grouping) {
    grouping.starts = new int[1];
    grouping.classCount = classes.classCount();
    grouping.reserveClasses(classes.classCount(), 0);
    int subjects = 0;
    for (int subject = 0; subject < classes.subjectCount(); subject++) {
      if (isCounted(subject)) {
        grouping.subjects[classes.classOfSubject(subject)]++;
        subjects++;
      }
    }
    return subjects;
  }

  private boolean isCounted(int subject) {
    return classes.classOfSubject(subject) != StudyClasses.NONE && !withheld[subject];
  }

  /**
   * Counts the values of sensitive attributes and returns the models that judge them. Values that
   * only subjects have who are not counted are no values at all.
   */
  private ModelSet models(Grouping grouping, int subjects) {
    int[] classOfRow = Arrays.stream(rows.subjectOfRow()).map(classes::classOfSubject).toArray();
    List<Column> columns = attributes.stream().map(SensitiveAttribute::column).toList();
    SensitiveCounts counts =
        SensitiveCounts.of(classOfRow, rows.numberOfRow(), classes.classCount(), columns);
    grouping.spreads = counts.spreads();
    return new ModelBinder(attributes, counts.totals(), subjects, counts.unit())
        .bind(plan.models(), Map.of());
  }

  private List<SensitiveAttribute> attributes() {
    List<SensitiveAttribute> found = new ArrayList<>();
    plan.models().stream()
        .map(ModelSpec::sensitiveAttribute)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(name -> found.add(attribute(name)));
    return found;
  }

  private SensitiveAttribute attribute(String name) {
    String tableName = name.substring(0, name.indexOf('.'));
    String columnName = name.substring(name.indexOf('.') + 1);
    int table = 0;
    while (!plan.tables().get(table).name().equals(tableName)) {
      table++;
    }
    int number = table;
    PlannedColumn planned = plan.tables().get(table).column(columnName).orElseThrow();
    return new SensitiveAttribute(
        rows.carried(number, columnName, name),
        planned.type(),
        planned.hierarchy(),
        row -> rows.place(number, tableName, row));
  }
}
