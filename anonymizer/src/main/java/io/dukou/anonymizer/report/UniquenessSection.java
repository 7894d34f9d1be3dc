package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.PopulationUniqueness;
import io.dukou.anonymizer.risk.PopulationUniqueness.Estimator;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.util.function.Function;

/** How many persons are estimated to be unique in the population. */
final class UniquenessSection {
  private UniquenessSection() {}

  /** Adds the section, if a population is known. */
  static void addTo(Markup page, RiskComparison comparison) {
    if (comparison.input().uniqueness().isEmpty()) {
      return;
    }
    RiskPage.openSection(page, "Unique in the population", "总体唯一性");
    StageTable table =
        new StageTable(page, comparison, "Persons estimated to be alone in their class")
            .line("Population", of(found -> Figures.count(found.population())))
            .line("Share sampled", of(found -> Figures.percent(found.fraction())));
    for (Estimator estimator : Estimator.values()) {
      table.line(name(estimator), of(found -> Figures.estimate(found.uniques(estimator))));
    }
    table
        .line("Chosen (rule of Dankar)", of(found -> name(found.chosen())))
        .line("Share of the population", of(found -> Figures.percent(found.share())))
        .end();
    page.close();
  }

  private static String name(Estimator estimator) {
    return switch (estimator) {
      case PITMAN -> "Pitman";
      case ZAYATZ -> "Zayatz";
      case SNB -> "Slide negative binomial";
    };
  }

  private static Function<RiskReport, String> of(Function<PopulationUniqueness, String> figure) {
    return report -> report.uniqueness().map(figure).orElse(Figures.NONE);
  }
}
