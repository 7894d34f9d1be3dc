package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds which classes of a table meet the models of a plan in this very table.
 *
 * <p>A plan was made on one table; the classes of a later cut have other subjects and values. What
 * a plan says of a population stays as it was. Models of the whole sample are met by leaving out
 * the smallest classes; of equal ones, those whose hash comes first, as the order of a table's rows
 * must leave no trace. Stateless.
 */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Returns for each class whether it may be released: the plan releases it, and it meets the
   * models.
   *
   * @param table the table that {@code classes} were made of
   * @param withheld for each subject, whether it is left out and not counted
   * @param hashes the hash of each class, under the key of the plan
   * @throws PlanException if a column of a model is not in the table
   */
  public static boolean[] accepted(
      ReleasePlan plan,
      Table table,
      EquivalenceClasses classes,
      boolean[] withheld,
      ClassHash[] hashes) {
    Grouping grouping = new Grouping();
    int subjects = count(classes, withheld, grouping);
    boolean isOfSizes = plan.models().stream().allMatch(m -> m.sensitiveAttribute().isEmpty());
    ModelSet models =
        isOfSizes
            ? new ModelBinder(List.of(), new long[0][], subjects, 1, false)
                .bind(plan.models(), Map.of())
            : withValues(plan, table, classes, withheld, grouping, subjects);
    boolean[] candidates = new boolean[hashes.length];
    for (int index = 0; index < candidates.length; index++) {
      candidates[index] = plan.released(hashes[index]);
    }
    return judge(models, grouping, candidates, hashes);
  }

  /**
   * Counts the values of sensitive attributes and returns the models that judge them. Subjects who
   * are withheld or have no class are not counted, and what only they have is no value at all.
   */
  private static ModelSet withValues(
      ReleasePlan plan,
      Table table,
      EquivalenceClasses classes,
      boolean[] withheld,
      Grouping grouping,
      int subjects) {
    int[] numbers = numbers(classes, withheld);
    int[] rows =
        IntStream.range(0, table.rowCount())
            .filter(row -> classes.classOfRow(row) != EquivalenceClasses.NONE)
            .filter(row -> !withheld[classes.subjectOfRow(row)])
            .toArray();
    List<SensitiveAttribute> attributes = attributes(plan, table, rows);
    int[] subjectOfRow =
        Arrays.stream(rows).map(row -> numbers[classes.subjectOfRow(row)]).toArray();
    int[] classOfRow = Arrays.stream(rows).map(classes::classOfRow).toArray();
    List<Column> columns = attributes.stream().map(SensitiveAttribute::column).toList();
    SensitiveCounts counts =
        SensitiveCounts.of(classOfRow, subjectOfRow, classes.classCount(), columns);
    grouping.spreads = counts.spreads();
    return new ModelBinder(attributes, counts.totals(), subjects, counts.unit(), false)
        .bind(plan.models(), Map.of());
  }

  /** Numbers the subjects who are counted, from 0 on; what the others get is not used. */
  private static int[] numbers(EquivalenceClasses classes, boolean[] withheld) {
    int[] numbers = new int[classes.subjectCount()];
    int next = 0;
    for (int subject = 0; subject < numbers.length; subject++) {
      boolean counted =
          classes.classOfSubject(subject) != EquivalenceClasses.NONE && !withheld[subject];
      numbers[subject] = counted ? next++ : 0;
    }
    return numbers;
  }

  private static List<SensitiveAttribute> attributes(ReleasePlan plan, Table table, int[] rows) {
    List<SensitiveAttribute> attributes = new ArrayList<>();
    plan.models().stream()
        .flatMap(model -> model.sensitiveAttribute().stream())
        .distinct()
        .forEach(name -> attributes.add(attribute(plan, table, name, rows)));
    return attributes;
  }

  private static SensitiveAttribute attribute(
      ReleasePlan plan, Table table, String name, int[] rows) {
    if (!table.has(name)) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN, "the plan needs column " + name + ", which the table lacks");
    }
    PlannedColumn planned = plan.column(name).orElseThrow();
    return new SensitiveAttribute(
        table.column(name).select(rows),
        planned.type(),
        planned.hierarchy(),
        row -> table.placeOf(rows[row]));
  }

  /** Counts the subjects of each class and returns how many there are in all. */
  private static int count(EquivalenceClasses classes, boolean[] withheld, Grouping grouping) {
    grouping.starts = new int[1];
    grouping.classCount = classes.classCount();
    grouping.reserveClasses(classes.classCount(), 0);
    int subjects = 0;
    for (int subject = 0; subject < classes.subjectCount(); subject++) {
      int index = classes.classOfSubject(subject);
      if (index != EquivalenceClasses.NONE && !withheld[subject]) {
        grouping.subjects[index]++;
        subjects++;
      }
    }
    return subjects;
  }

  /** Returns which candidates meet the models; of equally small ones, by their hashes. */
  static boolean[] judge(
      ModelSet models, Grouping grouping, boolean[] candidates, ClassHash[] hashes) {
    boolean[] accepted = candidates.clone();
    ClassView view = new ClassView(grouping);
    long classes = 0;
    long subjects = 0;
    long singles = 0;
    for (int index = 0; index < accepted.length; index++) {
      accepted[index] &= grouping.subjects[index] > 0;
      for (ClassModel model : models.ofClasses()) {
        accepted[index] = accepted[index] && model.accepts(view.at(index));
      }
      classes += accepted[index] ? 1 : 0;
      subjects += accepted[index] ? grouping.subjects[index] : 0;
      singles += accepted[index] && grouping.subjects[index] == 1 ? 1 : 0;
    }
    int[] smallestFirst =
        IntStream.range(0, accepted.length)
            .filter(index -> accepted[index])
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(index -> grouping.subjects[index])
                    .thenComparing(index -> hashes[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int index : smallestFirst) {
      if (isAccepted(models, classes, subjects, singles)) {
        break;
      }
      accepted[index] = false;
      classes--;
      subjects -= grouping.subjects[index];
      singles -= grouping.subjects[index] == 1 ? 1 : 0;
    }
    return accepted;
  }

  private static boolean isAccepted(ModelSet models, long classes, long subjects, long singles) {
    return models.ofSample().stream().allMatch(model -> model.accepts(classes, subjects, singles));
  }
}
