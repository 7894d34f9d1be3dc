package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.util.function.Function;

/** A table with a line for each figure and a column for each stage. Used by one thread. */
final class StageTable {
  private final Markup page;
  private final RiskComparison comparison;

  /** Opens the table. */
  StageTable(Markup page, RiskComparison comparison, String caption) {
    this.page = page;
    this.comparison = comparison;
    RiskPage.openTable(page, caption);
    page.open("thead").open("tr").element("td", "");
    for (RiskComparison.Stage stage : comparison.stages()) {
      page.element("th", name(stage.kind()), "scope", "col", "class", "number");
    }
    page.close().close().open("tbody");
  }

  /** Returns the name of a stage. */
  static String name(RiskComparison.Kind kind) {
    return switch (kind) {
      case INPUT -> "Input 输入";
      case PLAN -> "Plan 方案";
      case RELEASED -> "Released file 发布文件";
    };
  }

  /** Adds a line. */
  StageTable line(String label, Function<RiskReport, String> figure) {
    page.open("tr").element("th", label, "scope", "row");
    comparison
        .stages()
        .forEach(stage -> page.element("td", figure.apply(stage.report()), "class", "number"));
    page.close();
    return this;
  }

  /** Closes the table. */
  void end() {
    page.close().close().close();
  }
}
