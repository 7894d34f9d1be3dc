package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.plan.EquivalenceClasses;
import io.dukou.anonymizer.plan.EventCounts;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.StudyClasses;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures several tables of one study joined with each other, as they stand. Stateless. */
final class MeasuredStudy {
  private MeasuredStudy() {}

  /**
   * Measures tables by the joint classes of their subjects; where they cannot be joined, by the
   * subject or by the key, each row is a subject. What classes reach for sensitive attributes is
   * not told.
   *
   * @throws PlanException if a table or a quasi-identifier is missing, or a row has no subject
   */
  static MeasuredTable asItStands(StudySpec spec, Map<String, Table> given) {
    Map<String, Table> tables = counted(spec, given);
    String link = StudyLink.of(spec, tables).orElse(null);
    Map<String, EquivalenceClasses> classes = new LinkedHashMap<>();
    int records = 0;
    int counted = 0;
    for (TableSpec part : spec.tables()) {
      Table table = StudyLink.table(tables, part);
      List<String> names = names(part, Role.QUASI_IDENTIFIER);
      Table kept = kept(table, names, link);
      classes.put(part.name(), EquivalenceClasses.asTheyAre(kept, names, link));
      records += table.rowCount();
      counted += kept.rowCount();
    }
    return new MeasuredTable(
        records,
        counted,
        link != null,
        ClassSizes.of(link == null ? apart(classes) : joint(classes)),
        List.of(),
        columns(spec, tables, Role.DIRECT_IDENTIFIER),
        Optional.empty(),
        List.of());
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

  private static IntStream joint(Map<String, EquivalenceClasses> classes) {
    StudyClasses joint = StudyClasses.joined(classes);
    return IntStream.range(0, joint.classCount()).map(joint::subjectsOf);
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
