package io.dukou.anonymizer.report;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.risk.RiskComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Groups of bars for shares from 0 to 1, as an SVG that grows with the page while its text does
 * not.
 *
 * <p>Across, everything stands in percent of the width; a share of 1 reaches {@value #FULL}
 * percent, which leaves room for the number behind the bar. Immutable.
 *
 * @param id names the chart in the page, for its text alternative
 * @param title what it shows
 * @param series what the bars of each group are, from the top down
 * @param groups the groups from the top down
 * @param mark a share to draw a line at, 0 for none
 */
record BarChart(String id, String title, List<Series> series, List<Group> groups, double mark) {
  private static final int FULL = 84;
  private static final int BAR = 13;
  private static final int BAR_GAP = 3;
  private static final int LABEL = 20;
  private static final int GROUP_GAP = 14;
  private static final int AXIS = 26;
  private static final int[] TICKS = {0, 25, 50, 75, 100};

  /** Copies the lists. */
  BarChart {
    requireNonNull(id, "id");
    requireNonNull(title, "title");
    series = List.copyOf(series);
    groups = List.copyOf(groups);
  }

  /** Adds the chart, within a figure with a legend where there is more than one series. */
  void addTo(Markup page) {
    page.open("figure");
    page.element("figcaption", title);
    if (series.size() > 1) {
      addLegend(page);
    }
    page.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text",
        "width",
        "100%",
        "height",
        String.valueOf(height()));
    page.element("title", title, "id", id + "-title");
    page.element("desc", description(), "id", id + "-text");
    addGrid(page);
    for (int i = 0; i < groups.size(); i++) {
      addGroup(page, groups.get(i), top(i));
    }
    page.close();
    page.close();
  }

  private void addLegend(Markup page) {
    page.open("ul", "class", "legend");
    for (int i = 0; i < series.size(); i++) {
      page.open("li")
          .element("span", "", "class", "swatch s" + series.get(i).colour(), "aria-hidden", "true");
      page.text(series.get(i).name()).close();
    }
    page.close();
  }

  private int groupHeight() {
    return LABEL + series.size() * (BAR + BAR_GAP) + GROUP_GAP;
  }

  private int top(int group) {
    return group * groupHeight();
  }

  private int height() {
    return top(groups.size()) + AXIS;
  }

  private String description() {
    List<String> lines = new ArrayList<>();
    for (Group group : groups) {
      List<String> bars = new ArrayList<>();
      for (int i = 0; i < group.shares().size(); i++) {
        String name = series.size() > 1 ? series.get(i).name() + " " : "";
        bars.add(name + group.figures().get(i));
      }
      lines.add(group.label() + ": " + String.join(", ", bars));
    }
    return String.join("; ", lines) + ".";
  }

  private void addGrid(Markup page) {
    int bottom = height() - AXIS;
    for (int tick : TICKS) {
      addLine(page, tick / 100.0, bottom, "grid");
      String anchor = tick == 0 ? "start" : "middle";
      page.element(
          "text",
          tick + Figures.PERCENT,
          "class",
          "axis",
          "x",
          across(tick / 100.0),
          "y",
          String.valueOf(bottom + 18),
          "text-anchor",
          anchor);
    }
    if (mark > 0) {
      addLine(page, mark, bottom, "mark");
    }
  }

  private static void addLine(Markup page, double share, int bottom, String kind) {
    page.element(
        "line",
        "",
        "class",
        kind,
        "x1",
        across(share),
        "x2",
        across(share),
        "y1",
        "0",
        "y2",
        String.valueOf(bottom));
  }

  private void addGroup(Markup page, Group group, int top) {
    String label = Figures.shortened(group.label());
    page.element("text", label, "class", "label", "x", "0", "y", String.valueOf(top + 13));
    for (int i = 0; i < group.shares().size(); i++) {
      int y = top + LABEL + i * (BAR + BAR_GAP);
      double share = group.shares().get(i);
      page.element(
          "rect",
          "",
          "class",
          (share > 0 ? "bar s" : "none s") + series.get(i).colour(),
          "x",
          "0",
          "y",
          String.valueOf(y),
          "width",
          across(share),
          "height",
          String.valueOf(BAR),
          "rx",
          "2");
      page.element(
          "text",
          group.figures().get(i),
          "class",
          "figure",
          "x",
          across(share),
          "dx",
          "6",
          "y",
          String.valueOf(y + BAR - 2));
    }
  }

  private static String across(double share) {
    return String.format(Locale.ROOT, "%.3f%%", FULL * Math.min(1, share));
  }

  /**
   * What one bar of each group is.
   *
   * @param name its name in the legend
   * @param colour number of its colour in the style sheet
   */
  record Series(String name, int colour) {
    /** Returns a stage as a series. */
    static Series of(RiskComparison.Kind kind) {
      return new Series(StageTable.name(kind), colour(kind));
    }

    private static int colour(RiskComparison.Kind kind) {
      return switch (kind) {
        case INPUT -> 0;
        case PLAN -> 1;
        case RELEASED -> 2;
      };
    }

    /** Returns the stages as series. */
    static List<Series> of(RiskComparison comparison) {
      return comparison.stages().stream().map(stage -> of(stage.kind())).toList();
    }
  }

  /**
   * A group of bars.
   *
   * @param label what they are of
   * @param shares from 0 to 1, one for each series
   * @param figures how the shares are written
   */
  record Group(String label, List<Double> shares, List<String> figures) {
    /** Copies the lists. */
    Group {
      requireNonNull(label, "label");
      shares = List.copyOf(shares);
      figures = List.copyOf(figures);
    }

    /** Returns a group whose shares are written in percent. */
    static Group of(String label, List<Double> shares) {
      return new Group(label, shares, shares.stream().map(Figures::percent).toList());
    }
  }
}
