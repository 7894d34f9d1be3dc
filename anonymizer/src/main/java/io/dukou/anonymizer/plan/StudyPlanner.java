package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import java.util.Map;

/**
 * Plans the release of several tables of one study together.
 *
 * <p>It finds the global optimum over all levels of all quasi-identifiers of all tables, by the
 * same search as {@link Planner#optimal()} and within the same limits. What is counted are subjects
 * in joint classes ({@link StudyClasses}), so nothing becomes finer when somebody joins the tables,
 * whether by the key or by what they share; the limit of suppression counts subjects too.
 *
 * <h2>Loss</h2>
 *
 * <p>Metrics of single quasi-identifiers are computed for each (table, column) on the rows of its
 * own table, so a table of many rows weighs no more than one of few, and then joined by the
 * metric's aggregate over all of them, with their weights. Metrics of class sizes take a class with
 * all its rows in all tables.
 *
 * <p>Pure and deterministic, like a {@link Planner}; any thread may call it.
 */
public final class StudyPlanner {
  private StudyPlanner() {}

  /**
   * Plans the release of {@code tables}.
   *
   * @param tables the tables by the names of the specification
   * @throws PlanException if tables and specification do not fit, or the search is too large
   */
  public static StudyOutcome plan(
      StudySpec spec, Map<String, TableSource> tables, PlanOptions options) {
    long start = options.nanoClock().getAsLong();
    StudyPreparation prepared = StudyPreparation.of(spec, tables);
    Optimisation optimisation = new Optimisation(prepared.task(), options, start);
    EventPatterns patterns = EventPatterns.of(prepared);
    int[] levels = optimisation.run();
    if (levels == null) {
      return new StudyOutcome.Infeasible(
          optimisation.infeasible(),
          prepared.suppressedShare(optimisation.releasedAtTop()),
          patterns);
    }
    SearchReport report = optimisation.report();
    PlannedStudy release = new PlannedStudy(prepared, levels, optimisation.releasedRows());
    StudyPlan plan = release.plan(options.key(), report.loss()[0]);
    return new StudyOutcome.Planned(plan, release.summary(plan, report, patterns));
  }
}
