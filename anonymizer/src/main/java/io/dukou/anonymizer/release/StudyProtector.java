package io.dukou.anonymizer.release;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.plan.EventCounts;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.CutSelection.Fate;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies a release plan of several tables to a cut of them.
 *
 * <p>What is decided is decided of subjects: a subject whose joint class is released leaves with
 * all its rows in all tables, any other with none. Where the plan has a key, each table starts with
 * a column of it that holds the subject's pseudonym. Pure but for the order keys it is given; any
 * thread may call it.
 *
 * <pre>{@code
 * SubjectKeys keys = known.with(StudyProtector.subjects(cut, plan), random);
 * StudyProtection protection =
 *     StudyProtector.protect(
 *         cut, plan, planKey, keys, () -> OrderKey.generate(random), Set.of(), options);
 * }</pre>
 */
public final class StudyProtector {
  private static final Set<Fate> RELEASED = EnumSet.of(Fate.RELEASED);
  private static final Set<Fate> STARRED = EnumSet.of(Fate.RELEASED, Fate.SUPPRESSED);

  private final Map<String, Table> cut;
  private final StudyPlan plan;
  private final StudySelection selection;
  private final SubjectKeys keys;
  private final ProtectionOptions options;

  private StudyProtector(
      Map<String, Table> cut,
      StudyPlan plan,
      StudySelection selection,
      SubjectKeys keys,
      ProtectionOptions options) {
    this.cut = cut;
    this.plan = plan;
    this.selection = selection;
    this.keys = keys;
    this.options = options;
  }

  /**
   * Returns the names of all subjects of a cut.
   *
   * @throws PlanException if a table of the plan is missing or does not fit it
   */
  public static Set<String> subjects(Map<String, Table> cut, StudyPlan plan) {
    Set<String> names = new HashSet<>();
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      Column column = plan.tableOf(cut, planned).column(plan.subject());
      for (int code = 0; code < column.cardinality(); code++) {
        String name = column.value(code);
        if (name != null) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * Returns the protected tables of {@code cut}.
   *
   * @param cut the tables by the names of the plan; those that it does not name are refused
   * @param keys a pseudonym for each subject, if the plan has a key
   * @param orders gives a key that no other table had, for each table
   * @param withheldSubjects subjects not to be released nor counted
   * @param options {@link ProtectionOptions#FOR_RELEASE}, but for files that stay in China
   * @throws PlanException if tables and plan do not fit, a row has no subject, or the plan was
   *     changed after it was made
   */
  public static StudyProtection protect(
      Map<String, Table> cut,
      StudyPlan plan,
      PlanKey key,
      SubjectKeys keys,
      Supplier<OrderKey> orders,
      Set<String> withheldSubjects,
      ProtectionOptions options) {
    plan.requireSealedWith(key);
    refuseUnknownTables(cut, plan);
    Map<String, Table> counted = EventCounts.counted(plan, cut);
    StudySelection selection = new StudySelection(counted, plan, key, withheldSubjects);
    StudyProtector protector = new StudyProtector(counted, plan, selection, keys, options);
    Map<String, Protection> tables = new LinkedHashMap<>();
    for (int table = 0; table < plan.tables().size(); table++) {
      tables.put(plan.tables().get(table).name(), protector.protect(table, orders.get()));
    }
    return new StudyProtection(
        tables, selection.classOfSubject(), selection.values(), selection.minClassSize());
  }

  private static void refuseUnknownTables(Map<String, Table> cut, StudyPlan plan) {
    for (String name : cut.keySet()) {
      if (plan.tables().stream().noneMatch(table -> table.name().equals(name))) {
        throw new PlanException(PlanError.UNKNOWN_TABLE, "the plan has no table " + name);
      }
    }
  }

  private Protection protect(int number, OrderKey order) {
    StudyPlan.PlannedTable planned = plan.tables().get(number);
    Table table = plan.tableOf(cut, planned);
    StudySelection.OfTable own = selection.ofTable(number, table.rowCount());
    ColumnForms.RowLayers layers =
        options.starSuppressed()
            ? row -> own.fate(row) == Fate.SUPPRESSED ? ColumnForms.RowLayers.HIDDEN : 0
            : ColumnForms.RowLayers.FIRST;
    List<ColumnForms> columns =
        planned.releasedColumns().stream()
            .filter(column -> !column.name().equals(plan.subject()))
            .map(column -> new ColumnForms(column, table.column(column.name()), layers))
            .toList();
    int[] kept = own.rows(options.starSuppressed() ? STARRED : RELEASED);
    int[] rows =
        options.keepOrder() ? kept : RowOrder.of(kept, own, new RowContent(columns), order);
    List<ReleasedColumn> released = new ArrayList<>();
    plan.key().ifPresent(name -> released.add(keyColumn(name, rows, own)));
    columns.forEach(column -> released.add(column.release(rows)));
    ProtectedTable made =
        new ProtectedTable(
            plan.planId(),
            released,
            rows.length,
            (int) Arrays.stream(own.rows(RELEASED)).map(own::subjectOfRow).distinct().count(),
            selection.minClassSize());
    return new Protection(made, selection.classOfSubject(), rows, own.counts());
  }

  private ReleasedColumn keyColumn(String name, int[] rows, StudySelection.OfTable own) {
    List<@Nullable String> pseudonyms = new ArrayList<>();
    int[] subjects = new int[rows.length];
    int[] placeOf = new int[own.subjectCount()];
    Arrays.fill(placeOf, -1);
    for (int i = 0; i < rows.length; i++) {
      int subject = own.subjectOfRow(rows[i]);
      if (placeOf[subject] < 0) {
        placeOf[subject] = pseudonyms.size();
        pseudonyms.add(keys.of(own.nameOfSubject(subject)));
      }
      subjects[i] = placeOf[subject];
    }
    PlannedColumn planned =
        new PlannedColumn(
            name,
            Role.INSENSITIVE,
            ValueType.STRING,
            MissingRule.OWN_CATEGORY,
            FlatHierarchy.INSTANCE,
            0);
    return new ReleasedColumn(planned, Column.of(name, pseudonyms, subjects));
  }
}
