package io.dukou.anonymizer.report;

import static java.util.stream.Collectors.joining;

import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.plan.DomainLoss.ColumnLoss;
import io.dukou.anonymizer.plan.DomainLoss.LayerLoss;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.util.List;

/** What the plan loses, column by column. */
final class LossSection {
  private LossSection() {}

  /** Adds the section, if a plan was applied. */
  static void addTo(Markup page, RiskComparison comparison) {
    comparison
        .report(RiskComparison.Kind.PLAN)
        .flatMap(RiskReport::loss)
        .ifPresent(loss -> add(page, loss));
  }

  private static void add(Markup page, DomainLoss loss) {
    RiskPage.openSection(page, "Loss of detail", "信息损失");
    page.open("div", "class", "pair");
    new BarChart(
            "loss",
            "Loss of each quasi-identifier, suppression included",
            List.of(BarChart.Series.of(RiskComparison.Kind.PLAN)),
            loss.columns().stream()
                .map(each -> BarChart.Group.of(each.column(), List.of(each.loss())))
                .toList(),
            0)
        .addTo(page);
    addTable(page, loss);
    if (loss.layers().size() > 1) {
      addLayers(page, loss);
    }
    page.close().close();
  }

  private static void addLayers(Markup page, DomainLoss loss) {
    RiskPage.openTable(page, "Layers: those whom one leaves out are planned again in the next");
    page.open("thead").open("tr");
    page.element("th", "Layer", "scope", "col");
    List.of("Levels", "Records", "Loss up to it")
        .forEach(heading -> page.element("th", heading, "scope", "col", "class", "number"));
    page.close().close().open("tbody");
    int number = 0;
    for (LayerLoss each : loss.layers()) {
      String levels = each.levels().stream().map(String::valueOf).collect(joining(", "));
      page.open("tr").element("th", String.valueOf(++number), "scope", "row");
      page.element("td", levels, "class", "number");
      page.element("td", Figures.count(each.records()), "class", "number");
      page.element("td", Figures.percent(each.total()), "class", "number").close();
    }
    page.close().close().close();
  }

  private static void addTable(Markup page, DomainLoss loss) {
    RiskPage.openTable(page, "Levels and losses");
    page.open("thead").open("tr");
    page.element("th", "Quasi-identifier", "scope", "col");
    List.of(loss.layers().size() > 1 ? "Level of the first layer" : "Level", "Loss")
        .forEach(heading -> page.element("th", heading, "scope", "col", "class", "number"));
    page.close().close().open("tbody");
    for (ColumnLoss each : loss.columns()) {
      page.open("tr").open("th", "scope", "row").name(each.column()).close();
      page.element("td", each.level() + " of " + (each.levels() - 1), "class", "number");
      page.element("td", Figures.percent(each.loss()), "class", "number").close();
    }
    page.open("tr", "class", "total").element("th", "Together", "scope", "row");
    page.element("td", "", "class", "number");
    page.element("td", Figures.percent(loss.total()), "class", "number").close();
    page.close().close().close();
  }
}
