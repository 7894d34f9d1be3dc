package io.dukou.anonymizer.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A risk report as one HTML page: no script, nothing loaded from elsewhere, every chart with a text
 * alternative and a table beside it, light or dark as the reader's browser is.
 *
 * <p>It holds names of columns, levels and counts, never a value of the table. Small counts are
 * among them, so it is for use inside China and says so at the top. Equal reports give equal pages.
 * Stateless; any thread may call it.
 */
public final class RiskPage {
  private static final String NOTHING_FROM_ELSEWHERE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private RiskPage() {}

  /** Returns the page. */
  public static String of(RiskComparison comparison) {
    Markup page = new Markup();
    page.open("html", "lang", "en");
    addHead(page);
    page.open("body");
    addNotice(page);
    page.open("main");
    addHeader(page, comparison);
    Overview.addTo(page, comparison);
    RiskSection.addTo(page, comparison);
    SizeSection.addTo(page, comparison);
    SensitiveSection.addTo(page, comparison);
    UniquenessSection.addTo(page, comparison);
    LossSection.addTo(page, comparison);
    LevelSection.addTo(page, comparison);
    Notes.addTo(page, comparison);
    page.close().close().close();
    return page.page();
  }

  private static void addHead(Markup page) {
    page.open("head").single("meta", "charset", "utf-8");
    page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.single("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_FROM_ELSEWHERE);
    page.single("meta", "name", "color-scheme", "content", "light dark");
    page.single("meta", "name", "robots", "content", "noindex");
    page.element("title", "Risk and utility report 风险与效用报告");
    page.style(style()).close();
  }

  private static String style() {
    try (InputStream sheet = RiskPage.class.getResourceAsStream("page.css")) {
      return new String(requireNonNull(sheet, "page.css").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addNotice(Markup page) {
    page.open("div", "class", "notice", "role", "note").open("p");
    page.element("strong", "For use inside China only · 仅限中国境内使用");
    page.text("This page tells counts of few persons. It must not leave China.").close().close();
  }

  private static void addHeader(Markup page, RiskComparison comparison) {
    page.open("header").element("h1", "Risk and utility report");
    page.element("p", "风险与效用报告", "class", "chinese", "lang", "zh-CN");
    page.element("p", subject(comparison)).close();
    List<String> warnings = warnings(comparison);
    if (!warnings.isEmpty()) {
      page.open("ul", "class", "warnings", "aria-label", "Warnings");
      warnings.forEach(warning -> page.element("li", warning));
      page.close();
    }
  }

  private static String subject(RiskComparison comparison) {
    RiskReport input = comparison.input();
    String persons =
        input.isBySubject()
            ? " of " + Figures.counted(input.subjects(), "person", "persons")
            : ", each counted as a person";
    String stages =
        switch (comparison.stages().size()) {
          case 1 -> "as it stands";
          case 2 -> "before and after";
          default -> "at three stages of its way out";
        };
    return "A table of %s%s, described by %s, %s."
        .formatted(
            Figures.counted(input.records(), "row", "rows"),
            persons,
            Figures.counted(
                input.quasiIdentifiers().size(), "quasi-identifier", "quasi-identifiers"),
            stages);
  }

  private static List<String> warnings(RiskComparison comparison) {
    return comparison.stages().stream()
        .flatMap(
            stage ->
                stage.report().warnings().stream()
                    .map(warning -> StageTable.name(stage.kind()) + ": " + warning))
        .toList();
  }

  /** Opens a table that is scrolled where it is wider than the page. */
  static void openTable(Markup page, String caption) {
    page.open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0");
    page.open("table").element("caption", caption);
  }

  /** Opens a section with a heading in English and Chinese. */
  static void openSection(Markup page, String heading, String chinese) {
    page.open("section").open("h2").text(heading + " ");
    page.element("span", chinese, "lang", "zh-CN").close();
  }
}
