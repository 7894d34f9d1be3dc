package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
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
            List.of(
                group("Largest risk (prosecutor)", comparison, RiskReport::prosecutorMax),
                group("Mean risk (marketer)", comparison, RiskReport::prosecutorAverage),
                group("Share above the threshold", comparison, RiskReport::shareAtRisk)),
            threshold)
        .addTo(page);
    addTable(page, comparison, threshold);
    page.close().close();
  }

  private static BarChart.Group group(
      String label, RiskComparison comparison, ToDoubleFunction<RiskReport> share) {
    return BarChart.Group.of(
        label,
        comparison.stages().stream().map(stage -> share.applyAsDouble(stage.report())).toList());
  }

  private static void addTable(Markup page, RiskComparison comparison, double threshold) {
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
        .line("Journalist, at most", report -> Figures.percent(report.prosecutorMax()))
        .line("Marketer", report -> Figures.percent(report.prosecutorAverage()))
        .line(
            "Share above " + Figures.percent(threshold),
            report -> Figures.percent(report.shareAtRisk()))
        .end();
  }
}
