package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanWarning;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.StudyOutcome;
import io.dukou.anonymizer.plan.StudyPlanner;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.config.RouteConfig.WarningOverride;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.release.TableRefusedException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans the tables of a set, and refuses plans with warnings that nobody answers for. */
final class SetPlanner {
  private static final String IN_VAIN =
      "no levels satisfy the models within the suppression limit; add levels to hierarchies or"
          + " raise suppressionLimit in the specification";

  private static final String UNNAMED = "(not in specification)";

  private final Planner planner;

  /** Creates a planner of sets; {@code planner} plans those of one table. */
  SetPlanner(Planner planner) {
    this.planner = requireNonNull(planner, "planner");
  }

  /**
   * Plans the tables of a set.
   *
   * @param rows the rows of each table by its name
   * @throws TableRefusedException DOES_NOT_FIT, INFEASIBLE or WARNINGS
   */
  Planned plan(TableSet set, Map<String, Table> rows, PlanKey key) {
    Planned planned;
    try {
      StudySpec spec = set.spec();
      planned = spec == null ? ofTable(set, rows, key) : ofStudy(spec, rows, key);
    } catch (PlanException e) {
      throw new TableRefusedException(Kind.DOES_NOT_FIT, String.valueOf(e.getMessage()));
    }
    requireAnswered(planned.plan(), set);
    return planned;
  }

  /** Returns an earlier plan, to be applied to a later cut. */
  static Planned again(SetPlan plan) {
    return new Planned(plan, plan.levels());
  }

  private Planned ofTable(TableSet set, Map<String, Table> rows, PlanKey key) {
    Table only = rows.values().iterator().next();
    ReleaseSpec spec = set.tables().get(0).spec();
    PlanOutcome outcome = planner.plan(only, spec, PlanOptions.with(key));
    if (outcome instanceof PlanOutcome.Planned planned && planned.plan().minClassSize() > 0) {
      return new Planned(new SetPlan.OfTable(planned.plan()), planned.summary().levels());
    }
    throw new TableRefusedException(Kind.INFEASIBLE, IN_VAIN);
  }

  private static Planned ofStudy(StudySpec spec, Map<String, Table> rows, PlanKey key) {
    Map<String, TableSource> sources = new LinkedHashMap<>();
    rows.forEach((name, table) -> sources.put(name, new TableSource("table " + name, table)));
    StudyOutcome outcome = StudyPlanner.plan(spec, sources, PlanOptions.with(key));
    if (outcome instanceof StudyOutcome.Planned planned && planned.plan().minClassSize() > 0) {
      return new Planned(new SetPlan.OfStudy(planned.plan()), planned.summary().whole().levels());
    }
    throw new TableRefusedException(
        Kind.INFEASIBLE, IN_VAIN + ", or see what dukou plan offers for these tables");
  }

  private static void requireAnswered(SetPlan plan, TableSet set) {
    List<PlanWarning> open =
        plan.warnings().stream().filter(warning -> !isAnswered(warning, set)).toList();
    if (!open.isEmpty()) {
      throw new TableRefusedException(
          Kind.WARNINGS,
          open.stream()
              .map(warning -> warning.kind().word() + ": " + named(warning, set).text())
              .collect(Collectors.joining("; ", "answer for these in overrides: ", "")));
    }
  }

  private static boolean isAnswered(PlanWarning warning, TableSet set) {
    for (RouteTable table : set.tables()) {
      for (WarningOverride override : table.config().overrides()) {
        if (override.warning().equals(warning.kind().word())
            && qualified(set, table, override.column()).equals(warning.column())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns a warning whose column is named only where the configuration names it. */
  private static PlanWarning named(PlanWarning warning, TableSet set) {
    boolean known =
        set.tables().stream().anyMatch(table -> names(set, table).contains(warning.column()));
    return new PlanWarning(warning.kind(), known ? warning.column() : UNNAMED, warning.related());
  }

  private static List<String> names(TableSet set, RouteTable table) {
    List<String> names =
        new java.util.ArrayList<>(
            table.spec().attributes().stream().map(attribute -> attribute.name()).toList());
    String subject = set.subject();
    if (subject != null) {
      names.add(subject);
    }
    return names.stream().map(name -> qualified(set, table, name)).toList();
  }

  /** Returns how plans of a set call a column of a table. */
  private static String qualified(TableSet set, RouteTable table, String column) {
    return set.spec() == null ? column : table.name() + "." + column;
  }

  /** Names a column; what only the data calls it may itself be somebody's data. */
  static String named(String column, RouteTable table) {
    boolean known =
        column.equals(table.spec().subject()) || table.spec().attribute(column).isPresent();
    return known ? column : UNNAMED;
  }

  /**
   * A plan.
   *
   * @param levels the level of each quasi-identifier, of all tables one after the other
   */
  record Planned(SetPlan plan, List<Integer> levels) {}
}
