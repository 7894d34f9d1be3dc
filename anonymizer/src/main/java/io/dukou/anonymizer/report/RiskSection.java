package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.JournalistRisk;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The risk of being found again, by attacker. */
final class RiskSection {
  private RiskSection() {}

  /** Adds the section. */
  static void addTo(Markup page, RiskComparison comparison) {
    double threshold = comparison.input().options().threshold();
    RiskPage.openSection(page, "Risk of being found again", "重标识风险");
    page.open("div", "class", "pair");
    new BarChart(
            "risk",
            "Risk before and after; the line is the threshold of " + Figures.percent(threshold),
            BarChart.Series.of(comparison),
            groups(comparison),
            threshold)
        .addTo(page);
    addTable(page, comparison, threshold);
    page.close().close();
  }

  private static List<BarChart.Group> groups(RiskComparison comparison) {
    List<BarChart.Group> groups = new ArrayList<>();
    groups.add(group("Largest risk (prosecutor)", comparison, RiskReport::prosecutorMax));
    if (isMeasured(comparison)) {
      groups.add(group("Largest risk (journalist)", comparison, RiskReport::journalistMax));
    }
    groups.add(group("Mean risk (marketer)", comparison, RiskReport::marketer));
    groups.add(group("Share above the threshold", comparison, RiskReport::shareAtRisk));
    return groups;
  }

  /** Returns whether the specification has a population. */
  private static boolean isMeasured(RiskComparison comparison) {
    return !comparison.input().journalists().isEmpty();
  }

  private static BarChart.Group group(
      String label, RiskComparison comparison, ToDoubleFunction<RiskReport> share) {
    return BarChart.Group.of(
        label,
        comparison.stages().stream().map(stage -> share.applyAsDouble(stage.report())).toList());
  }

  private static void addTable(Markup page, RiskComparison comparison, double threshold) {
    StageTable table =
        new StageTable(page, comparison, "Classes and risks")
            .line("Rows", report -> Figures.count(report.records()))
            .line("Rows suppressed", report -> Figures.count(report.suppressedRecords()))
            .line("Counted as persons", report -> Figures.count(report.subjects()))
            .line("Told apart by", report -> report.isBySubject() ? "subject" : "row")
            .line("Equivalence classes", report -> Figures.count(report.equivalenceClasses()))
            .line("Smallest class (k)", report -> Figures.count(report.minClassSize()))
            .line("Mean class", report -> Figures.decimal(report.averageClassSize()))
            .line("Prosecutor, largest", report -> Figures.percent(report.prosecutorMax()))
            .line("Prosecutor, mean", report -> Figures.percent(report.prosecutorAverage()))
            .line(
                "Share above " + Figures.percent(threshold),
                report -> Figures.percent(report.shareAtRisk()));
    if (isMeasured(comparison)) {
      addJournalist(table, threshold);
    } else {
      table.line("Journalist, at most", report -> Figures.percent(report.journalistMax()));
    }
    table.line("Marketer", report -> Figures.percent(report.marketer())).end();
  }

  private static void addJournalist(StageTable table, double threshold) {
    table
        .line("Journalist, largest", report -> Figures.percent(report.journalistMax()))
        .line("Journalist, mean", report -> Figures.percent(report.journalistAverage()))
        .line(
            "Journalist, share above " + Figures.percent(threshold),
            report -> Figures.percent(report.journalistShareAtRisk()))
        .line("Journalist, measured by", RiskSection::measure);
  }

  /** Returns what a journalist's risk comes from. */
  private static String measure(RiskReport report) {
    List<JournalistRisk> known = report.journalists();
    String population =
        known.size() == 1
            ? "population of " + Figures.count(known.get(0).persons())
            : "the worst of " + Figures.count(known.size()) + " populations";
    int below = known.stream().mapToInt(JournalistRisk::classesBelow).max().orElse(0);
    return below == 0
        ? population
        : population + ", a bound in " + Figures.counted(below, "class", "classes");
  }
}
