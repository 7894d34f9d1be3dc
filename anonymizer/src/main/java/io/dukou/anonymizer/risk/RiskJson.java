package io.dukou.anonymizer.risk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.Attained;
import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.risk.PopulationUniqueness.Estimator;
import java.util.Locale;
import java.util.OptionalDouble;

/** A {@link RiskReport} as JSON. Keys may be added, none is removed. */
final class RiskJson {
  private RiskJson() {}

  /** Returns the object of a report. */
  static ObjectNode of(RiskReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("records", report.records());
    json.put("subjects", report.subjects());
    json.put("unit", report.isBySubject() ? "subject" : "row");
    json.put("suppressedRecords", report.suppressedRecords());
    report.quasiIdentifiers().forEach(json.putArray("quasiIdentifiers")::add);
    json.put("equivalenceClasses", report.equivalenceClasses());
    json.put("minClassSize", report.minClassSize());
    json.put("averageClassSize", report.averageClassSize());
    addHistogram(json.putArray("classSizes"), report);
    addRisk(json.putObject("risk"), report);
    addClassSizeRule(json.putObject("classSizeRule"), report);
    addLevel(json.putObject("gbt42460"), report);
    ArrayNode sensitive = json.putArray("sensitive");
    report.sensitive().forEach(each -> add(sensitive.addObject(), each));
    report.uniqueness().ifPresent(found -> add(json.putObject("populationUniqueness"), found));
    report.loss().ifPresent(loss -> add(json.putObject("loss"), loss));
    report.warnings().forEach(json.putArray("warnings")::add);
    return json;
  }

  private static void addHistogram(ArrayNode lines, RiskReport report) {
    for (SizeBand band : report.classSizes()) {
      if (band.classes() > 0) {
        ObjectNode line = lines.addObject().put("from", band.from());
        if (band.isBounded()) {
          line.put("to", band.to());
        }
        line.put("classes", band.classes()).put("subjects", band.subjects());
      }
    }
  }

  private static void addRisk(ObjectNode risk, RiskReport report) {
    risk.put("prosecutorMax", report.prosecutorMax());
    risk.put("prosecutorAverage", report.prosecutorAverage());
    risk.put("journalistMax", report.journalistMax());
    risk.put("journalistAverage", report.journalistAverage());
    risk.put("journalistIsBound", report.journalistIsBound());
    risk.put("marketer", report.marketer());
    risk.put("threshold", report.options().threshold());
    risk.put("shareAtRisk", report.shareAtRisk());
    if (!report.journalists().isEmpty()) {
      risk.put("journalistShareAtRisk", report.journalistShareAtRisk());
      ArrayNode populations = risk.putArray("populations");
      report.journalists().forEach(each -> add(populations.addObject(), each, report));
    }
  }

  private static void add(ObjectNode json, JournalistRisk risk, RiskReport report) {
    json.put("population", risk.population());
    json.put("persons", risk.persons());
    json.put("classesBelow", risk.classesBelow());
    json.put("journalistMax", risk.max());
    json.put("journalistAverage", risk.average());
    json.put("journalistShareAtRisk", risk.shareAtRisk(report.options()));
    json.put("marketer", risk.marketer());
  }

  private static void addClassSizeRule(ObjectNode rule, RiskReport report) {
    rule.put("least", RiskReport.CLASS_SIZE_RULE);
    rule.put("holds", report.subjectsBelowClassSizeRule() == 0);
    rule.put("classesBelow", report.classesBelowClassSizeRule());
    rule.put("subjectsBelow", report.subjectsBelowClassSizeRule());
  }

  private static void addLevel(ObjectNode level, RiskReport report) {
    level.put("level", report.gbt42460Level());
    level.put("ra", report.shareAtRisk());
    level.put("rb", report.prosecutorMax());
    level.put("rc", report.prosecutorAverage());
    level.put("environment", word(report.options().environment()));
    level.put("threshold", report.options().threshold());
    level.put("thresholdVerified", false);
  }

  private static void add(ObjectNode json, Attained attained) {
    json.put("attribute", attained.attribute());
    json.put("values", attained.values());
    json.put("distinctL", attained.distinctL());
    json.put("entropyL", attained.entropyL());
    json.put("tEqual", attained.equalT());
    put(json, "tOrdered", attained.orderedT());
    put(json, "tHierarchical", attained.hierarchicalT());
    json.put("beta", attained.beta());
    json.put("betaIsEnhanced", attained.isEnhanced());
  }

  private static void add(ObjectNode json, PopulationUniqueness uniqueness) {
    json.put("population", uniqueness.population());
    json.put("samplingFraction", uniqueness.fraction());
    for (Estimator estimator : Estimator.values()) {
      put(json, word(estimator), uniqueness.uniques(estimator));
    }
    ObjectNode rule = json.putObject("dankar");
    rule.put("estimator", word(uniqueness.chosen()));
    rule.put("uniques", uniqueness.uniques());
    rule.put("share", uniqueness.share());
  }

  private static void add(ObjectNode json, DomainLoss loss) {
    json.put("total", loss.total());
    ArrayNode columns = json.putArray("columns");
    for (DomainLoss.ColumnLoss each : loss.columns()) {
      columns
          .addObject()
          .put("column", each.column())
          .put("level", each.level())
          .put("levels", each.levels())
          .put("loss", each.loss());
    }
    if (loss.layers().size() > 1) {
      json.set("refinement", loss.layersToJson());
    }
  }

  /** Puts a number, or null where there is none. */
  private static void put(ObjectNode json, String key, OptionalDouble number) {
    if (number.isPresent()) {
      json.put(key, number.getAsDouble());
    } else {
      json.putNull(key);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
