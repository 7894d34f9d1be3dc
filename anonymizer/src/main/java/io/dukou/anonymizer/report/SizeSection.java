package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import io.dukou.anonymizer.risk.SizeBand;
import java.util.List;
import java.util.stream.IntStream;

/** The histogram of class sizes and the rule of eleven. */
final class SizeSection {
  private SizeSection() {}

  /** Adds the section. */
  static void addTo(Markup page, RiskComparison comparison) {
    RiskPage.openSection(page, "Class sizes", "等价类大小");
    page.open("p").text("At least 11 persons in every class (最小等价类不少于 11 人): ");
    page.text(String.join("; ", comparison.stages().stream().map(SizeSection::verdict).toList()));
    page.text(".").close();
    int[] bands = occurring(comparison);
    page.open("div", "class", "pair");
    new BarChart(
            "sizes",
            "Share of the persons in classes of each size",
            BarChart.Series.of(comparison),
            IntStream.of(bands).mapToObj(band -> group(comparison, band)).toList(),
            0)
        .addTo(page);
    StageTable table = new StageTable(page, comparison, "Persons (classes) by size of the class");
    for (int band : bands) {
      table.line(label(comparison.input().classSizes().get(band)), report -> cell(report, band));
    }
    table.end();
    page.close().close();
  }

  private static String verdict(RiskComparison.Stage stage) {
    RiskReport report = stage.report();
    String found =
        report.classesBelowClassSizeRule() == 0
            ? "holds"
            : "broken by %s with %s"
                .formatted(
                    Figures.counted(report.classesBelowClassSizeRule(), "class", "classes"),
                    Figures.counted(report.subjectsBelowClassSizeRule(), "person", "persons"));
    return StageTable.name(stage.kind()) + " " + found;
  }

  /** Returns the lines of the histogram that some stage has a class in. */
  private static int[] occurring(RiskComparison comparison) {
    return IntStream.range(0, comparison.input().classSizes().size())
        .filter(
            band ->
                comparison.stages().stream()
                    .anyMatch(stage -> stage.report().classSizes().get(band).classes() > 0))
        .toArray();
  }

  private static BarChart.Group group(RiskComparison comparison, int band) {
    List<Double> shares =
        comparison.stages().stream().map(stage -> share(stage.report(), band)).toList();
    return BarChart.Group.of(label(comparison.input().classSizes().get(band)), shares);
  }

  private static double share(RiskReport report, int band) {
    int subjects = report.classSizes().get(band).subjects();
    return report.subjects() == 0 ? 0 : (double) subjects / report.subjects();
  }

  private static String label(SizeBand band) {
    if (band.from() == 1) {
      return "1 (unique)";
    }
    if (!band.isBounded()) {
      return band.from() + " and more";
    }
    return band.from() == band.to() ? String.valueOf(band.from()) : band.from() + "–" + band.to();
  }

  private static String cell(RiskReport report, int band) {
    SizeBand found = report.classSizes().get(band);
    return found.classes() == 0
        ? Figures.NONE
        : "%s (%s)".formatted(Figures.count(found.subjects()), Figures.count(found.classes()));
  }
}
