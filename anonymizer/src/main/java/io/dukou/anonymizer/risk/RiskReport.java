package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * The re-identification risk of a table as it stands, raw or released.
 *
 * <p><b>Prosecutor.</b> Who knows that a person is in the table finds them with probability 1/f, f
 * being the size of the person's class. <b>Marketer.</b> Who wants to find as many as possible
 * expects to find the share classes/subjects, which is also the mean prosecutor risk.
 * <b>Journalist.</b> Who does not know whether the person is in the table does no better than a
 * prosecutor; without a population model that bound is what is reported.
 *
 * <p>Thresholds are compared by class size in exact arithmetic: a class of 11 is never found
 * wanting because 1/11 is not exactly 0.09.
 *
 * <p>Tells small counts, so it never leaves China. Immutable; any thread may read it.
 */
public final class RiskReport {
  /** Least class size that EMA policy 0070 and Health Canada ask of row-level releases (0.09). */
  public static final int CLASS_SIZE_RULE = 11;

  /** The first size of each line of the histogram. */
  private static final List<Integer> HISTOGRAM = List.of(1, 2, 3, 5, 11, 21, 51, 101, 1001);

  private final ClassSizes sizes;
  private final int records;
  private final List<String> quasiIdentifiers;
  private final List<String> directIdentifiers;
  private final boolean subjectMissing;
  private final RiskOptions options;

  private RiskReport(Table table, ReleaseSpec spec, RiskOptions options) {
    this.sizes = ClassSizes.of(table, spec);
    this.records = table.rowCount();
    this.quasiIdentifiers =
        spec.withRole(Role.QUASI_IDENTIFIER).stream().map(AttributeSpec::name).toList();
    this.directIdentifiers =
        spec.withRole(Role.DIRECT_IDENTIFIER).stream()
            .map(AttributeSpec::name)
            .filter(table::has)
            .toList();
    this.subjectMissing = spec.subject() != null && !sizes.bySubject();
    this.options = requireNonNull(options, "options");
  }

  /**
   * Measures a table.
   *
   * @throws PlanException if a quasi-identifier is not in the table or a row has no subject
   */
  public static RiskReport of(Table table, ReleaseSpec spec, RiskOptions options) {
    return new RiskReport(table, spec, options);
  }

  /** Returns the number of rows. */
  public int records() {
    return records;
  }

  /** Returns the rows with {@code *} in every quasi-identifier, which are not counted. */
  public int suppressedRecords() {
    return records - sizes.countedRows();
  }

  /** Returns the number of subjects counted; of rows where there is no subject column. */
  public int subjects() {
    return sizes.subjects();
  }

  /** Returns the number of equivalence classes. */
  public int equivalenceClasses() {
    return sizes.classes();
  }

  /** Returns the size of the smallest class, which is the k achieved; 0 without any class. */
  public int minClassSize() {
    return sizes.smallest();
  }

  /** Returns the mean size of a class, 0 without any class. */
  public double averageClassSize() {
    return sizes.classes() == 0 ? 0 : (double) subjects() / sizes.classes();
  }

  /** Returns the largest risk of a subject, R<sub>b</sub> of GB/T 42460; 0 without any class. */
  public double prosecutorMax() {
    return sizes.smallest() == 0 ? 0 : 1.0 / sizes.smallest();
  }

  /** Returns the mean risk of a subject, R<sub>c</sub> of GB/T 42460; 0 without any class. */
  public double prosecutorAverage() {
    return subjects() == 0 ? 0 : (double) sizes.classes() / subjects();
  }

  /** Returns the share of subjects whose risk is above the threshold, R<sub>a</sub>. */
  public double shareAtRisk() {
    return subjects() == 0 ? 0 : (double) subjectsAtRisk() / subjects();
  }

  private int subjectsAtRisk() {
    return sizes.bySize().keySet().stream()
        .filter(size -> compareToThreshold(1, size) > 0)
        .mapToInt(size -> sizes.subjects(size, size))
        .sum();
  }

  /** Compares part/whole with the threshold exactly. */
  private int compareToThreshold(int part, int whole) {
    BigDecimal scaled = BigDecimal.valueOf(options.threshold()).multiply(BigDecimal.valueOf(whole));
    return BigDecimal.valueOf(part).compareTo(scaled);
  }

  /** Returns the subjects in classes of fewer than {@value #CLASS_SIZE_RULE}. */
  public int subjectsBelowClassSizeRule() {
    return sizes.subjects(1, CLASS_SIZE_RULE - 1);
  }

  /**
   * Returns the level of GB/T 42460-2023 from 1 to 3.
   *
   * <p>1: a direct identifier is in the table. 2: quasi-identifiers are, and the risk (the largest
   * in a public environment, the mean in a controlled one) reaches the threshold. 3: it does not.
   * Level 4 is for aggregates, which a table of rows is not.
   */
  public int gbt42460Level() {
    if (!directIdentifiers.isEmpty()) {
      return 1;
    }
    if (sizes.classes() == 0) {
      return 3;
    }
    int compared =
        options.environment() == Environment.PUBLIC
            ? compareToThreshold(1, sizes.smallest())
            : compareToThreshold(sizes.classes(), subjects());
    return compared >= 0 ? 2 : 3;
  }

  /** Returns the JSON object of {@code dukou risk}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("records", records);
    json.put("subjects", subjects());
    json.put("unit", sizes.bySubject() ? "subject" : "row");
    json.put("suppressedRecords", suppressedRecords());
    quasiIdentifiers.forEach(json.putArray("quasiIdentifiers")::add);
    json.put("equivalenceClasses", equivalenceClasses());
    json.put("minClassSize", minClassSize());
    json.put("averageClassSize", averageClassSize());
    addHistogram(json.putArray("classSizes"));
    ObjectNode risk = json.putObject("risk");
    risk.put("prosecutorMax", prosecutorMax());
    risk.put("prosecutorAverage", prosecutorAverage());
    risk.put("journalistMax", prosecutorMax());
    risk.put("marketer", prosecutorAverage());
    risk.put("threshold", options.threshold());
    risk.put("shareAtRisk", shareAtRisk());
    addClassSizeRule(json.putObject("classSizeRule"));
    addLevel(json.putObject("gbt42460"));
    addWarnings(json.putArray("warnings"));
    return json;
  }

  private void addHistogram(ArrayNode lines) {
    for (int i = 0; i < HISTOGRAM.size(); i++) {
      int from = HISTOGRAM.get(i);
      int to = i + 1 < HISTOGRAM.size() ? HISTOGRAM.get(i + 1) - 1 : Integer.MAX_VALUE;
      if (sizes.classes(from, to) > 0) {
        ObjectNode line = lines.addObject().put("from", from);
        if (to < Integer.MAX_VALUE) {
          line.put("to", to);
        }
        line.put("classes", sizes.classes(from, to)).put("subjects", sizes.subjects(from, to));
      }
    }
  }

  private void addClassSizeRule(ObjectNode rule) {
    rule.put("least", CLASS_SIZE_RULE);
    rule.put("holds", subjectsBelowClassSizeRule() == 0);
    rule.put("classesBelow", sizes.classes(1, CLASS_SIZE_RULE - 1));
    rule.put("subjectsBelow", subjectsBelowClassSizeRule());
  }

  private void addLevel(ObjectNode level) {
    level.put("level", gbt42460Level());
    level.put("ra", shareAtRisk());
    level.put("rb", prosecutorMax());
    level.put("rc", prosecutorAverage());
    level.put("environment", options.environment().name().toLowerCase(Locale.ROOT));
    level.put("threshold", options.threshold());
    level.put("thresholdVerified", false);
  }

  private void addWarnings(ArrayNode warnings) {
    directIdentifiers.forEach(
        name -> warnings.add("direct identifier " + name + " is in the table"));
    if (subjectMissing) {
      warnings.add("the subject column is not in the table, so each row counts as a subject");
    }
    if (quasiIdentifiers.isEmpty()) {
      warnings.add("the specification names no quasi-identifier");
    }
  }

  @Override
  public String toString() {
    return "RiskReport[" + records + " records]";
  }
}
