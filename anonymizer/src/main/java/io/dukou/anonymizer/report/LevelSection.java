package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskOptions;

/** The level of GB/T 42460-2023. */
final class LevelSection {
  private LevelSection() {}

  /** Adds the section. */
  static void addTo(Markup page, RiskComparison comparison) {
    RiskOptions options = comparison.input().options();
    boolean isPublic = options.environment() == RiskOptions.Environment.PUBLIC;
    RiskPage.openSection(page, "GB/T 42460-2023", "个人信息去标识化效果评估");
    new StageTable(page, comparison, "Level of de-identification")
        .line("Level", report -> String.valueOf(report.gbt42460Level()))
        .line("Ra, share above the threshold", report -> Figures.percent(report.shareAtRisk()))
        .line("Rb, largest risk", report -> Figures.percent(report.prosecutorMax()))
        .line("Rc, mean risk", report -> Figures.percent(report.prosecutorAverage()))
        .end();
    page.element(
        "p",
        "%s is compared with a threshold of %s, which is not verified against the text of the standard (阈值未经核实)."
            .formatted(
                isPublic
                    ? "Anyone may attack, so the largest risk"
                    : "Known parties hold the table, so the mean risk",
                Figures.percent(options.threshold())),
        "class",
        "remark");
    page.close();
  }
}
