package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.CutSelection.Fate;
import io.dukou.anonymizer.table.Table;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies a release plan to a data cut.
 *
 * <p>A row is released when its subject's class is one that the plan releases and that at least k
 * subjects of this very cut belong to, in the first layer of the plan in which this is so;
 * everything else is withheld. A subject with a value outside a hierarchy has no class, so all its
 * rows are withheld. Pure: equal arguments give equal tables, and rows of the cut in another order
 * give an equal table as well. Any thread may call it.
 *
 * <pre>{@code
 * OrderKey order = OrderKey.generate(random);
 * Protection protection = Protector.protect(cut, plan, planKey, order, Set.of());
 * CsvWriter.write(protection.table().columns(), protection.table().rowCount(), csv, output);
 * }</pre>
 */
public final class Protector {
  private static final Set<Fate> RELEASED = EnumSet.of(Fate.RELEASED);
  private static final Set<Fate> STARRED = EnumSet.of(Fate.RELEASED, Fate.SUPPRESSED);

  private Protector() {}

  /**
   * Returns the protected table of {@code cut} for a release.
   *
   * @param order a key that no other table had
   * @param withheldSubjects subjects not to be released nor counted, by their names in the subject
   *     column
   * @throws PlanException if the plan was not made with {@code key} or was changed since, a planned
   *     column is not in the cut, a row has no subject, or a released cell holds a character of
   *     {@link SteeringCharacters}
   * @throws IllegalArgumentException if subjects are withheld and the plan has no subject column
   */
  public static Protection protect(
      Table cut, ReleasePlan plan, PlanKey key, OrderKey order, Set<String> withheldSubjects) {
    return protect(cut, plan, key, order, withheldSubjects, ProtectionOptions.FOR_RELEASE);
  }

  /** Returns the protected table of {@code cut}; for files that stay in China. */
  public static Protection protect(
      Table cut,
      ReleasePlan plan,
      PlanKey key,
      OrderKey order,
      Set<String> withheldSubjects,
      ProtectionOptions options) {
    requireNonNull(order, "order");
    plan.requireSealedWith(key);
    if (plan.subject().isEmpty() && !withheldSubjects.isEmpty()) {
      throw new IllegalArgumentException("without a subject column no subject can be withheld");
    }
    requireColumns(cut, plan);
    CutSelection selection = new CutSelection(cut, plan, key, withheldSubjects);
    ColumnForms.RowLayers layers =
        options.starSuppressed() || plan.layers() > 1
            ? selection.shown()::layerOfRow
            : ColumnForms.RowLayers.FIRST;
    List<ColumnForms> columns =
        releasedColumns(plan).stream()
            .map(planned -> new ColumnForms(planned, cut.column(planned.name()), layers))
            .toList();
    int[] kept = selection.rows(options.starSuppressed() ? STARRED : RELEASED);
    RowContent content = new RowContent(columns);
    int[] rows = options.keepOrder() ? kept : RowOrder.of(kept, selection, content, order);
    ProtectedTable table =
        new ProtectedTable(
            plan.planId(),
            columns.stream().map(column -> column.release(rows)).toList(),
            rows.length,
            selection.releasedSubjects(),
            selection.minClassSize());
    return new Protection(
        table, selection.classOfSubject(), rows, selection.counts(), selection.shown());
  }

  /** Returns the planned columns less the subject column, whatever role it was given. */
  private static List<PlannedColumn> releasedColumns(ReleasePlan plan) {
    return plan.releasedColumns().stream()
        .filter(planned -> !plan.subject().equals(Optional.of(planned.name())))
        .toList();
  }

  private static void requireColumns(Table cut, ReleasePlan plan) {
    for (PlannedColumn planned : releasedColumns(plan)) {
      if (!cut.has(planned.name())) {
        throw new PlanException(
            PlanError.UNKNOWN_COLUMN,
            "column " + planned.name() + " of the plan is not in the table; make a new plan");
      }
    }
  }
}
