package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.Attained;
import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.plan.EquivalenceClasses;
import io.dukou.anonymizer.plan.EventCounts;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.StudyClasses;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures several tables of one study joined with each other. Stateless. */
final class MeasuredStudy {
  private MeasuredStudy() {}

  /**
   * Measures tables by the joint classes of their subjects; where they cannot be joined, by the
   * subject or by the key, each row is a subject. What classes reach for sensitive attributes is
   * told where they can be joined.
   *
   * @throws PlanException if a table or a quasi-identifier is missing, or a row has no subject
   */
  static MeasuredTable asItStands(StudySpec spec, Map<String, Table> given) {
    Map<String, Table> tables = counted(spec, given);
    String link = StudyLink.of(spec, tables).orElse(null);
    Map<String, EquivalenceClasses> classes = new LinkedHashMap<>();
    Map<String, Table> all = new LinkedHashMap<>();
    for (TableSpec part : spec.tables()) {
      List<String> names = names(part, Role.QUASI_IDENTIFIER);
      Table kept = kept(StudyLink.table(tables, part), names, link);
      all.put(part.name(), kept);
      classes.put(part.name(), EquivalenceClasses.asTheyAre(kept, names, link));
    }
    StudyClasses joint = link == null ? null : StudyClasses.joined(classes);
    return new MeasuredTable(
        rows(tables),
        rows(all),
        joint != null,
        ClassSizes.of(joint == null ? apart(classes) : sizes(joint)),
        joint == null ? List.of() : Attained.of(spec, all, joint, everyOf(joint)),
        columns(spec, tables, Role.DIRECT_IDENTIFIER),
        Optional.empty(),
        List.of());
  }

  private static int rows(Map<String, Table> tables) {
    return tables.values().stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
  }

  private static boolean[] everyOf(StudyClasses classes) {
    boolean[] every = new boolean[classes.classCount()];
    Arrays.fill(every, true);
    return every;
  }

  /**
   * Measures what {@code plan} releases of tables, by the joint classes of those who are released.
   * Sensitive attributes are compared with all subjects who have a class.
   *
   * @param protection what the plan made of these very tables
   * @throws PlanException if the plan is of a specification with other tables or quasi-identifiers
   */
  static MeasuredTable ofRelease(
      StudySpec spec, Map<String, Table> given, StudyPlan plan, StudyProtection protection) {
    requireSameQuasiIdentifiers(spec, plan);
    Map<String, Table> tables = EventCounts.counted(plan, given);
    StudyClasses classes = StudyClasses.of(tables, plan);
    boolean[] released = new boolean[classes.classCount()];
    for (int subject = 0; subject < classes.subjectCount(); subject++) {
      if (protection.classOfSubject().containsKey(classes.nameOfSubject(subject))) {
        released[classes.classOfSubject(subject)] = true;
      }
    }
    List<BitSet> rows = new ArrayList<>();
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      Protection own = requireNonNull(protection.tables().get(planned.name()), "table");
      BitSet ofTable = new BitSet();
      IntStream.range(0, own.table().rowCount()).map(own::originRow).forEach(ofTable::set);
      rows.add(ofTable);
    }
    return new MeasuredTable(
        rows(tables),
        rows.stream().mapToInt(BitSet::cardinality).reduce(0, Math::addExact),
        true,
        ClassSizes.of(
            IntStream.range(0, released.length)
                .filter(index -> released[index])
                .map(classes::subjectsOf)),
        Attained.of(spec, tables, classes, released),
        List.of(),
        Optional.of(DomainLoss.of(tables, plan, (table, row) -> rows.get(table).get(row), spec)),
        List.of());
  }

  private static void requireSameQuasiIdentifiers(StudySpec spec, StudyPlan plan) {
    List<String> planned =
        plan.tables().stream()
            .flatMap(
                table ->
                    table.quasiIdentifiers().stream()
                        .map(column -> table.name() + "." + column.name()))
            .sorted()
            .toList();
    List<String> asked =
        spec.tables().stream()
            .flatMap(part -> names(part, Role.QUASI_IDENTIFIER).stream().map(part::qualify))
            .sorted()
            .toList();
    if (!planned.equals(asked)) {
      throw new PlanException(
          PlanError.PLAN_FILE,
          "the plan was made for a specification with other tables or quasi-identifiers; plan"
              + " anew");
    }
  }

  /** Returns the tables, those that are counted in that form if they are not so already. */
  private static Map<String, Table> counted(StudySpec spec, Map<String, Table> tables) {
    Map<String, String> columns = new HashMap<>();
    for (TableSpec part : spec.tables()) {
      String column = part.counts();
      if (column != null && !StudyLink.table(tables, part).has(column)) {
        columns.put(part.name(), column);
      }
    }
    return EventCounts.counted(tables, columns, spec.subject());
  }

  private static Table kept(Table table, List<String> names, @Nullable String link) {
    names.forEach(name -> MeasuredTable.requireColumn(table, name));
    List<Column> columns = names.stream().map(table::column).toList();
    Table kept = MeasuredTable.withoutSuppressed(table, columns);
    if (link != null) {
      MeasuredTable.requireSubjects(kept, kept.column(link));
    }
    return kept;
  }

  private static IntStream sizes(StudyClasses classes) {
    return IntStream.range(0, classes.classCount()).map(classes::subjectsOf);
  }

  private static IntStream apart(Map<String, EquivalenceClasses> classes) {
    return classes.values().stream()
        .flatMapToInt(part -> IntStream.range(0, part.classCount()).map(part::subjectsOf));
  }

  /** Returns the columns with a role that the tables have, each as {@code TABLE.COLUMN}. */
  static List<String> columns(StudySpec spec, Map<String, Table> tables, Role role) {
    return spec.tables().stream()
        .flatMap(
            part ->
                names(part, role).stream()
                    .filter(
                        name ->
                            name.equals(part.counts()) || StudyLink.table(tables, part).has(name))
                    .map(part::qualify))
        .toList();
  }

  private static List<String> names(TableSpec part, Role role) {
    return part.attributes().stream()
        .filter(attribute -> attribute.role() == role)
        .map(AttributeSpec::name)
        .toList();
  }
}
