package io.dukou.anonymizer.report;

import io.dukou.anonymizer.risk.RiskComparison;

/** What the figures mean and where they come from. */
final class Notes {
  private Notes() {}

  /** Adds the section and the foot of the page. */
  static void addTo(Markup page, RiskComparison comparison) {
    RiskPage.openSection(page, "How to read this page", "说明");
    page.open("dl", "class", "notes");
    note(
        page,
        "Class",
        "Persons whose quasi-identifiers look alike, over all their rows. A plan is counted by"
            + " persons; a file without the subject column by rows.");
    note(
        page,
        "Prosecutor, journalist, marketer",
        "Who knows that a person is in the table; who does not, and does at most as well; who wants"
            + " to find as many as possible, and finds the mean share. "
            + (comparison.input().journalists().isEmpty()
                ? "No population is known, so the last two are bounds."
                : "The last two are measured by the persons in each class of the population."));
    note(
        page,
        "l, t, β",
        "How many values of a sensitive attribute each class has, how far their shares are from"
            + " those of the whole table, and by how many times a share grows at most.");
    note(
        page,
        "Loss",
        "The mean share of a column's domain that a released cell covers, from 0 to 1; a suppressed"
            + " row loses everything.");
    note(
        page,
        "Eleven",
        "The 0.09 of EMA policy 0070 and Health Canada, as a class size: 1/11 is a little more than"
            + " 0.09.");
    if (comparison.input().uniqueness().isPresent()) {
      note(
          page,
          "Unique in the population",
          "Estimates for a random sample: Pitman's model up to a tenth of the population, else the"
              + " smaller of the slide negative binomial and Zayatz (Dankar and others, 2012). A"
              + " dash stands where a model does not fit.");
    }
    page.close().close();
    addFoot(page, comparison);
  }

  private static void note(Markup page, String term, String meaning) {
    page.open("div").element("dt", term).element("dd", meaning).close();
  }

  private static void addFoot(Markup page, RiskComparison comparison) {
    page.open("footer");
    comparison
        .planId()
        .ifPresent(plan -> page.open("p").text("Plan ").element("code", plan).close());
    page.element("p", "Made by dukou risk. The page loads nothing and runs no script.");
    page.close();
  }
}
