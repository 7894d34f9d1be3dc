package io.dukou.anonymizer.report;

import io.dukou.anonymizer.plan.Attained;
import io.dukou.anonymizer.risk.RiskComparison;
import java.util.List;

/** What the classes reach for each sensitive attribute. */
final class SensitiveSection {
  private static final List<String> FIGURES =
      List.of("l distinct", "l entropy", "t equal", "t ordered", "t hierarchical", "β");

  private SensitiveSection() {}

  /** Adds the section, if there is a sensitive attribute. */
  static void addTo(Markup page, RiskComparison comparison) {
    if (comparison.stages().stream().allMatch(stage -> stage.report().sensitive().isEmpty())) {
      return;
    }
    RiskPage.openSection(page, "Sensitive attributes", "敏感属性");
    RiskPage.openTable(page, "The strictest parameters that every class meets");
    page.open("thead").open("tr");
    page.element("th", "Attribute", "scope", "col").element("th", "Stage", "scope", "col");
    FIGURES.forEach(heading -> page.element("th", heading, "scope", "col", "class", "number"));
    page.close().close().open("tbody");
    names(comparison).forEach(name -> addLines(page, comparison, name));
    page.close().close().close();
    page.element(
        "p",
        "More is better for l, less for t and β. β marked + also keeps to the enhanced bound.",
        "class",
        "remark");
    page.close();
  }

  private static List<String> names(RiskComparison comparison) {
    return comparison.stages().stream()
        .flatMap(stage -> stage.report().sensitive().stream())
        .map(Attained::attribute)
        .distinct()
        .toList();
  }

  private static void addLines(Markup page, RiskComparison comparison, String attribute) {
    for (RiskComparison.Stage stage : comparison.stages()) {
      stage.report().sensitive().stream()
          .filter(each -> each.attribute().equals(attribute))
          .forEach(each -> addLine(page, stage, each));
    }
  }

  private static void addLine(Markup page, RiskComparison.Stage stage, Attained attained) {
    page.open("tr").open("th", "scope", "row").name(attained.attribute()).close();
    page.element("td", StageTable.name(stage.kind()));
    number(page, Figures.count(attained.distinctL()));
    number(page, Figures.decimal(attained.entropyL()));
    number(page, Figures.decimal(attained.equalT()));
    number(page, Figures.decimal(attained.orderedT()));
    number(page, Figures.decimal(attained.hierarchicalT()));
    number(page, Figures.decimal(attained.beta()) + (attained.isEnhanced() ? " +" : ""));
    page.close();
  }

  private static void number(Markup page, String figure) {
    page.element("td", figure, "class", "number");
  }
}
