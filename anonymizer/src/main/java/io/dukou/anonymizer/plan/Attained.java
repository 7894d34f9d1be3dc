package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What classes reach for one sensitive attribute: the strictest parameters of the models that every
 * one of them meets. Measured with the models themselves, so a class that a model accepts is never
 * reported as beyond its parameter.
 *
 * @param attribute name of the column
 * @param values number of its values in the whole table
 * @param distinctL the fewest values of a class, or its subjects where they are fewer
 * @param entropyL the smallest exponential of the entropy of a class (Shannon), or its subjects
 *     where they are fewer
 * @param equalT the largest distance of a class from the whole table, all values equally far apart
 * @param orderedT the same by the order of the values; empty if a value is not of the column's type
 * @param hierarchicalT the same by the hierarchy; empty if the column has none, or a value outside
 * @param beta the largest gain of a value in a class over the whole table
 * @param isEnhanced whether every gain is also at most minus the logarithm of the value's share
 */
public record Attained(
    String attribute,
    int values,
    int distinctL,
    double entropyL,
    double equalT,
    OptionalDouble orderedT,
    OptionalDouble hierarchicalT,
    double beta,
    boolean isEnhanced) {
  /**
   * Measures an attribute.
   *
   * @param table the table that {@code classes} were made of
   * @param counted for each class, whether it is measured; the others count for the whole table
   * @param attribute a column of the table
   */
  public static Attained of(
      Table table, SubjectClasses classes, boolean[] counted, AttributeSpec attribute) {
    int[] rows =
        IntStream.range(0, table.rowCount())
            .filter(row -> classes.subjectOfRow(row) != SubjectClasses.NONE)
            .toArray();
    Column column = table.column(attribute.name()).select(rows);
    return of(
        new SensitiveAttribute(
            column,
            attribute.type(),
            attribute.hierarchy().fit(column),
            row -> table.placeOf(rows[row])),
        Arrays.stream(rows).map(classes::classOfRow).toArray(),
        Arrays.stream(rows).map(classes::subjectOfRow).toArray(),
        IntStream.range(0, classes.classCount()).map(classes::subjectsOf).toArray(),
        counted);
  }

  /**
   * Measures the sensitive attributes of several tables. A subject without a row in the table of an
   * attribute has a missing value.
   *
   * @param tables the tables that {@code classes} were joined of
   * @param counted for each class, whether it is measured; the others count for the whole
   */
  public static List<Attained> of(
      StudySpec spec, Map<String, Table> tables, StudyClasses classes, boolean[] counted) {
    List<Table> ordered =
        spec.tables().stream().map(table -> requireNonNull(tables.get(table.name()))).toList();
    StudyRows rows =
        new StudyRows(
            ordered, classes, subject -> classes.classOfSubject(subject) != StudyClasses.NONE);
    int[] classOfRow = Arrays.stream(rows.subjectOfRow()).map(classes::classOfSubject).toArray();
    int[] subjectsOfClass =
        IntStream.range(0, classes.classCount()).map(classes::subjectsOf).toArray();
    List<Attained> attained = new ArrayList<>();
    for (int number = 0; number < ordered.size(); number++) {
      TableSpec table = spec.tables().get(number);
      for (AttributeSpec attribute : table.attributes()) {
        if (attribute.role() == Role.SENSITIVE && ordered.get(number).has(attribute.name())) {
          String name = table.qualify(attribute.name());
          Column column = rows.carried(number, attribute.name(), name);
          int own = number;
          SensitiveAttribute sensitive =
              new SensitiveAttribute(
                  column,
                  attribute.type(),
                  attribute.hierarchy().fit(column),
                  row -> rows.place(own, table.name(), row));
          attained.add(of(sensitive, classOfRow, rows.numberOfRow(), subjectsOfClass, counted));
        }
      }
    }
    return attained;
  }

  private static Attained of(
      SensitiveAttribute sensitive,
      int[] classOfRow,
      int[] subjectOfRow,
      int[] subjectsOfClass,
      boolean[] counted) {
    SensitiveCounts counts =
        SensitiveCounts.of(
            classOfRow, subjectOfRow, subjectsOfClass.length, List.of(sensitive.column()));
    return new Measuring(subjectsOfClass, counted, sensitive, counts).attained();
  }

  /** The work of measuring. */
  private static final class Measuring {
    private final SensitiveAttribute sensitive;
    private final DistributionModels.Whole whole;
    private final ClassView view;
    private final int[] counted;

    Measuring(
        int[] subjectsOfClass,
        boolean[] counted,
        SensitiveAttribute sensitive,
        SensitiveCounts counts) {
      this.sensitive = sensitive;
      Grouping grouping = new Grouping();
      grouping.subjects = subjectsOfClass;
      grouping.spreads = counts.spreads();
      int subjects = Arrays.stream(grouping.subjects).sum();
      this.whole = new DistributionModels.Whole(0, counts.totals()[0], subjects, counts.unit());
      this.view = new ClassView(grouping);
      this.counted =
          IntStream.range(0, counted.length)
              .filter(index -> counted[index] && grouping.subjects[index] > 0)
              .toArray();
    }

    Attained attained() {
      DistributionModels.EqualCloseness equal = new DistributionModels.EqualCloseness(whole, 1);
      DistributionModels.Likeness likeness = new DistributionModels.Likeness(whole, 1, false);
      DistributionModels.Likeness enhanced =
          new DistributionModels.Likeness(whole, Double.MAX_VALUE, true);
      return new Attained(
          sensitive.column().name(),
          sensitive.column().cardinality(),
          (int) least(each -> DiversityModels.Distinct.reached(each, 0)),
          least(entropy()::reached),
          largest(equal::distance),
          ordered(),
          hierarchical(),
          largest(likeness::largestGain),
          Arrays.stream(counted).allMatch(index -> enhanced.accepts(view.at(index))));
    }

    private DiversityModels.Entropy entropy() {
      return new DiversityModels.Entropy(0, 1, EntropyEstimate.SHANNON, whole.unit());
    }

    private OptionalDouble ordered() {
      if (!sensitive.isOfItsType()) {
        return OptionalDouble.empty();
      }
      DistributionModels.OrderedCloseness model =
          new DistributionModels.OrderedCloseness(whole, 1, sensitive.ranks());
      return OptionalDouble.of(largest(model::distance));
    }

    private OptionalDouble hierarchical() {
      if (sensitive.hierarchy().levels() == 1 || !sensitive.isWithinHierarchy()) {
        return OptionalDouble.empty();
      }
      DistributionModels.HierarchicalCloseness model =
          new DistributionModels.HierarchicalCloseness(whole, 1, sensitive.tree());
      return OptionalDouble.of(largest(model::distance));
    }

    private double least(ClassMeasure measure) {
      return Arrays.stream(counted)
          .mapToDouble(index -> measure.of(view.at(index)))
          .min()
          .orElse(0);
    }

    private double largest(ClassMeasure measure) {
      return Arrays.stream(counted)
          .mapToDouble(index -> measure.of(view.at(index)))
          .max()
          .orElse(0);
    }
  }

  /** A number that a class has. */
  @FunctionalInterface
  private interface ClassMeasure {
    /** Returns the number of a class. */
    double of(ClassView view);
  }
}
