package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens the page of {@code dukou risk --format html} in Chromium. */
@Tag("real-server")
final class RiskPageBrowserTest {
  private static final String HOSTILE =
      "<img src=x onerror=window.taken=1> and a name that is long";
  private static final String SPEC =
      """
      subject: id
      attributes:
        id: {role: direct-identifier}
        "%s": {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        sex: {role: quasi-identifier}
        arm: {role: sensitive}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0.4
      """
          .formatted(HOSTILE);
  private static final String DATA =
      "id,"
          + HOSTILE
          + ",sex,arm\na1,31,F,x\na2,33,F,y\na3,52,M,x\na4,58,M,y\na5,97,F,x\na6,51,M,x\n";

  /** The contrast of the texts of a selector to the nearest background above them, at least. */
  private static final String CONTRAST =
      """
      (function (selector) {
        const parts = colour => colour.match(/[0-9.]+/g).map(Number);
        const linear = c => c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        const light = colour => parts(colour).slice(0, 3).map(c => linear(c / 255))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = node => {
          const colour = getComputedStyle(node).backgroundColor;
          return parts(colour)[3] === 0 ? behind(node.parentElement) : colour;
        };
        const nodes = Array.from(document.querySelectorAll(selector));
        return nodes.length === 0 ? 0 : Math.min(...nodes.map(node => {
          const style = getComputedStyle(node);
          const ink = light(node instanceof SVGElement ? style.fill : style.color);
          const paper = light(behind(node));
          return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        }));
      })('%s')
      """;

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void openPage() throws IOException, InterruptedException {
    String data = Files.writeString(folder.resolve("data.csv"), DATA).toString();
    String spec = Files.writeString(folder.resolve("spec.yaml"), SPEC).toString();
    String plan = folder.resolve("plan.json").toString();
    String out = folder.resolve("out.csv").toString();
    page = folder.resolve("report.html");
    run("plan", "--data", data, "--spec", spec, "--out", plan);
    run("protect", "--plan", plan, "--data", data, "--out", out);
    run(
        "risk",
        "--data",
        data,
        "--spec",
        spec,
        "--plan",
        plan,
        "--released",
        out,
        "--format",
        "html",
        "--out",
        page.toString(),
        "--population-size",
        "4000");
    browser = Browser.start(folder.resolve("profile"));
    browser.resize(1200);
    browser.open(page);
  }

  private static void run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.status()).as(run.err()).isZero();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void page_asksForNothingButItself() {
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
  }

  @Test
  void page_hasNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.scripts.length").asInt()).isZero();
  }

  @Test
  void nameOfAColumn_isTextOnly() {
    assertThat(browser.evaluate("typeof window.taken").asText()).isEqualTo("undefined");
    assertThat(browser.evaluate("document.images.length").asInt()).isZero();
    assertThat(browser.evaluate("document.querySelector('#loss-text').textContent").asText())
        .contains(HOSTILE + ": ");
  }

  @Test
  void charts_sayTheirFigures() {
    JsonNode texts =
        browser.evaluate(
            "Array.from(document.querySelectorAll('svg'), svg => "
                + "Array.from(svg.querySelectorAll('text'), text => text.textContent).join('|'))");

    assertThat(texts).hasSize(3);
    assertThat(texts.get(0).asText()).contains("Largest risk (prosecutor)|100\u00a0%|50.0\u00a0%");
    assertThat(texts.get(1).asText()).contains("1 (unique)|100\u00a0%|0\u00a0%|0\u00a0%");
    assertThat(texts.get(2).asText()).contains("<img src=x onerror=window.taken\u2026", "sex");
  }

  @Test
  void bars_areAsLongAsTheirShares() {
    JsonNode widths =
        browser.evaluate(
            "Array.from(document.querySelectorAll('svg')[0].querySelectorAll('rect'), "
                + "bar => bar.getBoundingClientRect().width)");

    double whole = widths.get(0).asDouble();
    assertThat(whole).isGreaterThan(200);
    assertThat(widths.get(1).asDouble()).isCloseTo(whole / 2, within(1.0));
  }

  @Test
  void charts_areNamedAndDescribed() {
    JsonNode names =
        browser.evaluate(
            "Array.from(document.querySelectorAll('svg[role=img]'), svg => "
                + "svg.getAttribute('aria-labelledby').split(' ')"
                + ".map(id => document.getElementById(id).textContent).join(': '))");

    assertThat(names)
        .hasSize(3)
        .allSatisfy(name -> assertThat(name.asText()).hasSizeGreaterThan(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 768, 1200, 1920})
  void nothing_isCutOffOrBesideThePage(int width) {
    browser.resize(width);

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(
            browser.evaluate(
                "Math.max(...Array.from(document.querySelectorAll('svg text'), text => "
                    + "text.getBoundingClientRect().right)) <= innerWidth"))
        .isEqualTo(BooleanNode.TRUE);
    browser.resize(1200);
  }

  @ParameterizedTest
  @CsvSource({"light", "dark"})
  void texts_standOutFromTheirBackground(String scheme) {
    browser.prefer(scheme);

    for (String selector :
        List.of(
            ".notice p",
            "h1",
            "header p",
            ".tiles dt",
            "td",
            "th",
            "figcaption",
            "svg text",
            ".warnings li",
            ".remark",
            ".notes dd",
            "footer p")) {
      assertThat(browser.evaluate(CONTRAST.formatted(selector)).asDouble())
          .as("%s in %s", selector, scheme)
          .isGreaterThanOrEqualTo(4.5);
    }
    browser.prefer("light");
  }

  @Test
  void darkPage_isDark() {
    browser.prefer("dark");
    String dark = browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    browser.prefer("light");

    assertThat(dark).isEqualTo("rgb(17, 22, 29)");
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(246, 247, 249)");
  }
}
