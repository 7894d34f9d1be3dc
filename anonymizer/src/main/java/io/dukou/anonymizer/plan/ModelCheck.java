package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds which classes of a table meet the models of a plan in this very table.
 *
 * <p>A plan was made on one table; the classes of a later cut have other subjects and values. What
 * a plan says of a population stays as it was. Models of the whole sample are met by leaving out
 * the smallest classes; of equal ones, those whose hash comes first, as the order of a table's rows
 * must leave no trace.
 *
 * <p>Whatever classes are asked about, models that compare with the whole table compare with all
 * subjects that are counted. Subjects who are withheld or have no class are not counted, and what
 * only they have is no value at all. Immutable; any thread may use it.
 */
final class ModelCheck {
  /** The subject of each counted row, if values must be counted. */
  private final int[] subjectOfRow;

  /** The same, numbered among the counted subjects. */
  private final int[] numberOfRow;

  private final List<ModelSpec> specs;
  private final List<SensitiveAttribute> attributes;
  private final List<Column> columns;
  private final ModelSet models;

  /**
   * Counts the whole table.
   *
   * @param specs the models, without those of a population
   * @param planned what is planned for each column that a model is about
   * @param table the table that {@code classes} were made of
   * @param isCounted for each subject, whether it has a class and is not withheld
   * @throws PlanException if a column of a model is not in the table
   */
  ModelCheck(
      List<ModelSpec> specs,
      Function<String, PlannedColumn> planned,
      Table table,
      SubjectClasses classes,
      boolean[] isCounted) {
    boolean isOfSizes = specs.stream().allMatch(m -> m.sensitiveAttribute().isEmpty());
    int[] numbers = new int[isCounted.length];
    int subjects = 0;
    for (int subject = 0; subject < numbers.length; subject++) {
      numbers[subject] = isCounted[subject] ? subjects++ : 0;
    }
    int[] rows = isOfSizes ? new int[0] : countedRows(table, classes, isCounted);
    this.subjectOfRow = Arrays.stream(rows).map(classes::subjectOfRow).toArray();
    this.numberOfRow = Arrays.stream(subjectOfRow).map(subject -> numbers[subject]).toArray();
    this.specs = specs;
    this.attributes = attributes(specs, planned, table, rows);
    this.columns = attributes.stream().map(SensitiveAttribute::column).toList();
    SensitiveCounts whole = SensitiveCounts.of(new int[rows.length], numberOfRow, 1, columns);
    this.models =
        new ModelBinder(attributes, whole.totals(), subjects, whole.unit()).bind(specs, Map.of());
  }

  private static int[] countedRows(Table table, SubjectClasses classes, boolean[] isCounted) {
    return IntStream.range(0, table.rowCount())
        .filter(row -> classes.subjectOfRow(row) != SubjectClasses.NONE)
        .filter(row -> isCounted[classes.subjectOfRow(row)])
        .toArray();
  }

  private static List<SensitiveAttribute> attributes(
      List<ModelSpec> specs, Function<String, PlannedColumn> planned, Table table, int[] rows) {
    List<SensitiveAttribute> attributes = new ArrayList<>();
    specs.stream()
        .flatMap(model -> model.sensitiveAttribute().stream())
        .distinct()
        .forEach(name -> attributes.add(attribute(planned.apply(name), table, rows)));
    return attributes;
  }

  private static SensitiveAttribute attribute(PlannedColumn planned, Table table, int[] rows) {
    if (!table.has(planned.name())) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "the plan needs column " + planned.name() + ", which the table lacks");
    }
    return new SensitiveAttribute(
        table.column(planned.name()).select(rows),
        planned.type(),
        planned.hierarchy(),
        row -> table.placeOf(rows[row]));
  }

  /**
   * Returns for each class whether it may be released: it is a candidate, and meets the models.
   *
   * @param classOf the class of each subject, {@link SubjectClasses#NONE} where it is in none of
   *     those asked about
   * @param hashes the hash of each class
   */
  boolean[] accepted(int[] classOf, boolean[] candidates, ClassHash[] hashes) {
    return judge(models, grouping(classOf, candidates.length), candidates, hashes);
  }

  /** Returns for each class whether it meets the models of classes. */
  boolean[] met(int[] classOf, int classCount) {
    Grouping grouping = grouping(classOf, classCount);
    ClassView view = new ClassView(grouping);
    boolean[] met = new boolean[classCount];
    for (int index = 0; index < classCount; index++) {
      view.at(index);
      met[index] = models.ofClasses().stream().allMatch(model -> model.accepts(view));
    }
    return met;
  }

  /**
   * Returns the values of counted subjects.
   *
   * @param nameOf the name of a subject
   * @param isReleased whether a subject is released
   */
  JudgedValues values(IntFunction<String> nameOf, IntFunction<Boolean> isReleased) {
    return JudgedValues.of(specs, attributes, subjectOfRow, nameOf, isReleased);
  }

  /** Counts the subjects and values of each class. */
  private Grouping grouping(int[] classOf, int classCount) {
    Grouping grouping = new Grouping();
    grouping.starts = new int[1];
    grouping.classCount = classCount;
    grouping.reserveClasses(classCount, 0);
    for (int index : classOf) {
      if (index != SubjectClasses.NONE) {
        grouping.subjects[index]++;
      }
    }
    if (!columns.isEmpty()) {
      int[] classOfRow = Arrays.stream(subjectOfRow).map(subject -> classOf[subject]).toArray();
      grouping.spreads = SensitiveCounts.of(classOfRow, numberOfRow, classCount, columns).spreads();
    }
    return grouping;
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
