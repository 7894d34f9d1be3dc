package io.dukou.anonymizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskOptions;
import io.dukou.anonymizer.risk.RiskReport;
import io.dukou.anonymizer.risk.Visits;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RiskPageTest {
  private static final String HOSTILE = "<img src=x onerror=\"alert('1')\">&</title>";

  @Test
  void page_saysFirstWhereItMayBeUsed() {
    String page = RiskPage.of(Visits.comparison());

    assertThat(page).startsWith("<!doctype html>\n<html lang=\"en\">");
    assertThat(page.substring(page.indexOf("<body>")))
        .startsWith("<body><div class=\"notice\" role=\"note\"><p><strong>For use inside China");
  }

  @Test
  void page_hasEveryFigureOfTheReports() {
    String text = text(RiskPage.of(Visits.comparison()));

    assertThat(text)
        .contains("Risk of being found again", "Class sizes", "Sensitive attributes")
        .contains("Unique in the population", "Loss of detail", "GB/T 42460-2023")
        .contains("not verified against the text of the standard")
        .contains("A table of 7 rows of 5 persons, described by 1 quasi-identifier,")
        .contains("Input 输入 broken by 5 classes with 5 persons");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script", "http:", "https:", "src=", "href=", "url(", "@import", " on"})
  void page_loadsNothingAndRunsNothing(String loading) {
    String page = RiskPage.of(Visits.comparison());

    for (String tag : tags(page)) {
      assertThat(tag).doesNotContainIgnoringCase(loading);
    }
    assertThat(page)
        .contains("default-src &#39;none&#39;")
        .doesNotContain("://", "url(", "@import");
  }

  @Test
  void namesOfColumns_neverBecomeMarkup() {
    String page = RiskPage.of(comparison(HOSTILE));

    assertThat(page)
        .doesNotContain("<img")
        .contains("<bdi>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;")
        .contains("&lt;/title&gt;");
  }

  @Test
  void valuesOfTheTable_areNotOnThePage() {
    String page = RiskPage.of(comparison("ward"));

    assertThat(page).contains("ward").doesNotContain("canary");
  }

  @Test
  void charts_haveATextAndATableBesideThem() {
    String page = RiskPage.of(Visits.comparison());

    for (String chart : List.of("risk", "sizes", "loss")) {
      assertThat(page).contains("aria-labelledby=\"" + chart + "-title " + chart + "-text\"");
      String figure = page.substring(page.indexOf("id=\"" + chart + "-text\""));
      assertThat(figure.substring(figure.indexOf("</figure>")))
          .startsWith("</figure>\n<div class=\"scroll\" role=\"region\"");
    }
    assertThat(page)
        .contains("Largest risk (prosecutor): Input 输入 100\u00a0%, Plan 方案 50.0\u00a0%,");
  }

  @Test
  void tableAlone_hasNoLossAndNoBefore() {
    RiskReport report = RiskReport.of(Visits.table(), Visits.spec(), RiskOptions.DEFAULT);

    String text = text(RiskPage.of(RiskComparison.of(report)));

    assertThat(text)
        .doesNotContain("Loss of detail", "Unique in the population", "Plan 方案", "was ")
        .contains("as it stands");
  }

  @Test
  void warnings_nameTheirStage() {
    assertThat(text(RiskPage.of(Visits.comparison())))
        .contains("Input 输入: direct identifier id is in the table")
        .contains("Released file 发布文件: the subject column is not in the table");
  }

  @Test
  void equalReports_giveEqualPages() {
    RiskReport report = RiskReport.of(Visits.table(), Visits.spec(), RiskOptions.DEFAULT);

    assertThat(RiskPage.of(RiskComparison.of(report)))
        .isEqualTo(RiskPage.of(RiskComparison.of(report)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 100",
    "0.5, 50.0",
    "0.0909090909, 9.09",
    "0.00001, < 0.01",
    "0.99999, > 99.9",
    "0.9994, 99.9",
    "0.0001, 0.01"
  })
  void percent_neverRoundsToNoneOrAll(double share, String percent) {
    assertThat(Figures.percent(share)).isEqualTo(percent + "\u00a0%");
  }

  @Test
  void longName_isCutInTheChartOnly() {
    String name = "\ud83d\ude00".repeat(40);

    String page = RiskPage.of(comparison(name));

    assertThat(page)
        .contains("<bdi>" + name + "</bdi>")
        .contains(">" + "\ud83d\ude00".repeat(31) + "\u2026</text>");
  }

  private static List<String> tags(String page) {
    return Pattern.compile("<[^>]*>").matcher(page).results().map(tag -> tag.group()).toList();
  }

  private static String text(String page) {
    return page.replaceAll("(?s)<style>.*?</style>", "").replaceAll("<[^>]*>", "");
  }

  /** A table with a quasi-identifier of this name, planned. */
  private static RiskComparison comparison(String column) {
    return planned(table(column), spec(column));
  }

  private static ReleaseSpec spec(String column) {
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        null,
        List.of(attribute(column, Role.QUASI_IDENTIFIER), attribute("illness", Role.SENSITIVE)),
        Others.DROP,
        List.of(new ModelSpec.KAnonymity(2)),
        0.5,
        MetricSpec.DEFAULT);
  }

  private static Table table(String column) {
    TableBuilder builder = Table.builder(List.of(column, "illness"));
    Stream.of("canary-1", "canary-1", "canary-2")
        .forEach(
            value -> {
              builder.add(0, value);
              builder.add(1, value + "-canary");
              builder.endRow();
            });
    return builder.build();
  }

  private static RiskComparison planned(Table table, ReleaseSpec spec) {
    PlanKey key = PlanKey.generate(new SecureRandom());
    PlanOutcome outcome = Planner.optimal().plan(table, spec, PlanOptions.with(key));
    ReleasePlan plan = ((PlanOutcome.Planned) outcome).plan();
    Protection protection =
        Protector.protect(table, plan, key, OrderKey.generate(new SecureRandom()), Set.of());
    RiskOptions options = RiskOptions.DEFAULT;
    return RiskComparison.of(RiskReport.of(table, spec, options))
        .withPlan(RiskReport.ofRelease(table, spec, plan, protection, options), plan.planId());
  }

  private static AttributeSpec attribute(String name, Role role) {
    return new AttributeSpec(
        name,
        role,
        ValueType.STRING,
        MissingRule.OWN_CATEGORY,
        AttributeSpec.DEFAULT_WEIGHT,
        FlatHierarchy.INSTANCE);
  }
}
