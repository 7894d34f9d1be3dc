package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.Attained;
import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.plan.EquivalenceClasses;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.PopulationClasses;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.ShownClasses;
import io.dukou.anonymizer.plan.SubjectClasses;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a report says of a table before any threshold is applied.
 *
 * @param records rows of the table
 * @param countedRecords rows that are not suppressed
 * @param isBySubject whether subjects were told apart by a column
 * @param sizes the classes
 * @param sensitive what the classes reach for each sensitive attribute in the table
 * @param directIdentifiers names of the direct identifiers in the table
 * @param loss what was lost on the way to the table, where that is known
 * @param journalists the risk by each population of the specification
 */
record MeasuredTable(
    int records,
    int countedRecords,
    boolean isBySubject,
    ClassSizes sizes,
    List<Attained> sensitive,
    List<String> directIdentifiers,
    Optional<DomainLoss> loss,
    List<JournalistRisk> journalists) {
  /**
   * Measures a table as it stands: nothing is generalised, and a missing cell is a value of its
   * own. Rows with {@code *} in every quasi-identifier are suppressed ones, unless all rows are
   * such.
   *
   * @throws PlanException if a quasi-identifier is not in the table or a row has no subject
   */
  static MeasuredTable asItStands(Table table, ReleaseSpec spec) {
    List<String> names = names(spec, Role.QUASI_IDENTIFIER);
    names.forEach(name -> requireColumn(table, name));
    Table counted = withoutSuppressed(table, names.stream().map(table::column).toList());
    String subject = spec.subject() != null && table.has(spec.subject()) ? spec.subject() : null;
    if (subject != null) {
      requireSubjects(counted, counted.column(subject));
    }
    EquivalenceClasses classes = EquivalenceClasses.asTheyAre(counted, names, subject);
    boolean[] all = new boolean[classes.classCount()];
    Arrays.fill(all, true);
    return new MeasuredTable(
        table.rowCount(),
        counted.rowCount(),
        subject != null,
        ClassSizes.of(classes, all),
        sensitive(counted, classes, all, spec),
        names(spec, Role.DIRECT_IDENTIFIER).stream().filter(table::has).toList(),
        Optional.empty(),
        journalists(
            spec,
            classes,
            all,
            from -> PopulationClasses.asTheyAre(from, names, spec.subject(), classes)));
  }

  /**
   * Measures what {@code plan} releases of {@code table}, with the subjects told apart whom the
   * recipient cannot tell apart. Sensitive attributes are compared with the whole table.
   *
   * @param protection what the plan made of that very table
   * @throws PlanException if the plan is of a specification with other quasi-identifiers
   */
  static MeasuredTable ofRelease(
      Table table, ReleaseSpec spec, ReleasePlan plan, Protection protection) {
    requireSameQuasiIdentifiers(spec, plan);
    ShownClasses classes = protection.shown().orElseThrow();
    boolean[] released = classes.shown();
    int[] layerOfRow = IntStream.range(0, table.rowCount()).map(classes::layerOfRow).toArray();
    return new MeasuredTable(
        table.rowCount(),
        protection.table().rowCount(),
        plan.subject().isPresent(),
        ClassSizes.of(classes, released),
        sensitive(table, classes, released, spec),
        List.of(),
        Optional.of(DomainLoss.of(table, layerOfRow, plan, spec)),
        journalists(
            spec,
            classes,
            released,
            from -> PopulationClasses.ofRelease(from, table, plan, classes)));
  }

  private static List<JournalistRisk> journalists(
      ReleaseSpec spec,
      SubjectClasses classes,
      boolean[] counted,
      Function<TableSource, PopulationClasses> count) {
    Set<String> names = new HashSet<>();
    return spec.models().stream()
        .filter(ModelSpec.KMap.class::isInstance)
        .map(model -> ((ModelSpec.KMap) model).population())
        .filter(population -> names.add(population.name()))
        .map(population -> JournalistRisk.of(count.apply(population), classes, counted))
        .toList();
  }

  private static void requireSameQuasiIdentifiers(ReleaseSpec spec, ReleasePlan plan) {
    Set<String> planned =
        plan.quasiIdentifiers().stream().map(PlannedColumn::name).collect(Collectors.toSet());
    if (!planned.equals(Set.copyOf(names(spec, Role.QUASI_IDENTIFIER)))) {
      throw new PlanException(
          PlanError.PLAN_FILE,
          "the plan was made for a specification with other quasi-identifiers; plan anew");
    }
  }

  private static List<String> names(ReleaseSpec spec, Role role) {
    return spec.withRole(role).stream().map(AttributeSpec::name).toList();
  }

  /** Refuses a table without a quasi-identifier. */
  static void requireColumn(Table table, String name) {
    if (!table.has(name)) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "quasi-identifier " + name + " of the specification is not in the table");
    }
  }

  /** Refuses a row without a subject. */
  static void requireSubjects(Table table, Column subject) {
    for (int row = 0; row < table.rowCount() && subject.missingCode() >= 0; row++) {
      if (subject.code(row) == subject.missingCode()) {
        String place =
            table.lineOf(row).isPresent() ? "line " + table.lineOf(row).getAsLong() : "a row";
        throw new PlanException(PlanError.MISSING_SUBJECT, place + " has no subject");
      }
    }
  }

  /** Returns the rows that are not suppressed, or all if all are. */
  static Table withoutSuppressed(Table table, List<Column> columns) {
    int[] kept =
        IntStream.range(0, table.rowCount()).filter(row -> !isSuppressed(row, columns)).toArray();
    boolean isWhole = kept.length == 0 || kept.length == table.rowCount();
    return isWhole ? table : table.select(kept);
  }

  private static boolean isSuppressed(int row, List<Column> columns) {
    for (Column column : columns) {
      if (!Hierarchy.ROOT.equals(column.valueAt(row))) {
        return false;
      }
    }
    return !columns.isEmpty();
  }

  private static List<Attained> sensitive(
      Table table, SubjectClasses classes, boolean[] counted, ReleaseSpec spec) {
    return spec.withRole(Role.SENSITIVE).stream()
        .filter(attribute -> table.has(attribute.name()))
        .map(attribute -> Attained.of(table, classes, counted, attribute))
        .toList();
  }
}
