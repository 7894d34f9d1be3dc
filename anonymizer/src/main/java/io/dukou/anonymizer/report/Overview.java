package io.dukou.anonymizer.report;

import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.util.Optional;
import java.util.function.Function;

/** The figures that matter most, before and after. */
final class Overview {
  private final Markup page;
  private final RiskComparison comparison;

  private Overview(Markup page, RiskComparison comparison) {
    this.page = page;
    this.comparison = comparison;
  }

  /** Adds the section. */
  static void addTo(Markup page, RiskComparison comparison) {
    new Overview(page, comparison).add();
  }

  private void add() {
    RiskPage.openSection(page, "At a glance", "概览");
    page.open("dl", "class", "tiles");
    RiskReport last = comparison.last();
    tile(
        "Smallest class",
        report -> Figures.count(report.minClassSize()),
        last.subjectsBelowClassSizeRule() == 0
            ? "rule of 11: holds"
            : "rule of 11: broken for " + Figures.count(last.subjectsBelowClassSizeRule()));
    tile("Largest risk", report -> Figures.percent(report.prosecutorMax()), "of one person");
    tile(
        "At risk",
        report -> Figures.percent(report.shareAtRisk()),
        "above " + Figures.percent(last.options().threshold()));
    tile(
        "GB/T 42460 level",
        report -> String.valueOf(report.gbt42460Level()),
        "threshold not verified");
    comparison.report(RiskComparison.Kind.PLAN).ifPresent(this::addCosts);
    page.close().close();
  }

  private void addCosts(RiskReport plan) {
    double suppressed =
        plan.records() == 0 ? 0 : (double) plan.suppressedRecords() / plan.records();
    single(
        "Rows suppressed",
        Figures.percent(suppressed),
        Figures.counted(plan.suppressedRecords(), "row", "rows"));
    Optional<DomainLoss> loss = plan.loss();
    loss.ifPresent(found -> single("Loss", Figures.percent(found.total()), "of all detail"));
  }

  private void tile(String label, Function<RiskReport, String> figure, String remark) {
    String before = figure.apply(comparison.input());
    String after = figure.apply(comparison.last());
    page.open("div").element("dt", label).open("dd");
    page.element("span", after, "class", "figure");
    if (comparison.stages().size() > 1) {
      page.element("small", "was " + before);
    }
    page.element("small", remark).close().close();
  }

  private void single(String label, String figure, String remark) {
    page.open("div").element("dt", label).open("dd");
    page.element("span", figure, "class", "figure").element("small", remark).close().close();
  }
}
