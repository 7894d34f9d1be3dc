package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.Attained;
import io.dukou.anonymizer.plan.DomainLoss;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The re-identification risk of a table and what it still tells: of any table as it stands, raw or
 * released, or of what a plan releases of it; or of several tables of one study, joined.
 *
 * <p><b>Prosecutor.</b> Who knows that a person is in the table finds them with probability 1/f, f
 * being the size of the person's class. <b>Marketer.</b> Who wants to find as many as possible
 * expects to find the share classes/subjects, which is also the mean prosecutor risk.
 * <b>Journalist.</b> Who does not know whether the person is in the table compares it with a
 * population, whose classes are at least as large; their risk is at most the prosecutor's. Where
 * the specification has a population ({@code k-map}), it is measured ({@link JournalistRisk}); else
 * that bound is what is reported. Source: F. K. Dankar and K. El Emam, A Method for Evaluating
 * Marketer Re-identification Risk, EDBT/ICDT Workshops, 2010.
 *
 * <p>Thresholds are compared by class size in exact arithmetic: a class of 11 is never found
 * wanting because 1/11 is not exactly 0.09.
 *
 * <p>Tells small counts, so it never leaves China. Immutable; any thread may read it.
 */
public final class RiskReport {
  /** Least class size that EMA policy 0070 and Health Canada ask of row-level releases (0.09). */
  public static final int CLASS_SIZE_RULE = 11;

  private final MeasuredTable measured;
  private final List<String> quasiIdentifiers;
  private final boolean isSubjectMissing;
  private final RiskOptions options;
  private final Optional<PopulationUniqueness> uniqueness;

  private RiskReport(MeasuredTable measured, ReleaseSpec spec, RiskOptions options) {
    this(
        measured,
        spec.withRole(Role.QUASI_IDENTIFIER).stream().map(AttributeSpec::name).toList(),
        spec.subject() != null && !measured.isBySubject(),
        options);
  }

  private RiskReport(
      MeasuredTable measured,
      List<String> quasiIdentifiers,
      boolean isSubjectMissing,
      RiskOptions options) {
    this.measured = measured;
    this.quasiIdentifiers = quasiIdentifiers;
    this.isSubjectMissing = isSubjectMissing;
    this.options = requireNonNull(options, "options");
    this.uniqueness = options.population().map(this::uniqueness);
  }

  private PopulationUniqueness uniqueness(Population population) {
    return PopulationUniqueness.of(
        new SampledClasses(measured.sizes().bySize(), population.sizeFor(subjects())));
  }

  /**
   * Measures a table as it stands.
   *
   * @throws PlanException if a quasi-identifier is not in the table or a row has no subject
   */
  public static RiskReport of(Table table, ReleaseSpec spec, RiskOptions options) {
    return new RiskReport(MeasuredTable.asItStands(table, spec), spec, options);
  }

  /**
   * Measures several tables of one study joined with each other, as they stand.
   *
   * @param tables the tables by the names of the specification
   * @throws PlanException if a table or a quasi-identifier is missing, or a row has no subject
   */
  public static RiskReport of(StudySpec spec, Map<String, Table> tables, RiskOptions options) {
    MeasuredTable measured = MeasuredStudy.asItStands(spec, tables);
    return new RiskReport(
        measured,
        MeasuredStudy.columns(spec, tables, Role.QUASI_IDENTIFIER),
        !measured.isBySubject(),
        options);
  }

  /**
   * Measures what {@code plan} releases of {@code table}, by subjects, even though the released
   * rows do not tell them apart.
   *
   * @param protection what the plan made of that very table
   * @throws PlanException if the plan is of a specification with other quasi-identifiers
   */
  public static RiskReport ofRelease(
      Table table, ReleaseSpec spec, ReleasePlan plan, Protection protection, RiskOptions options) {
    return new RiskReport(MeasuredTable.ofRelease(table, spec, plan, protection), spec, options);
  }

  /**
   * Measures what {@code plan} releases of several tables of one study, joined.
   *
   * @param protection what the plan made of these very tables
   * @throws PlanException if the plan is of a specification with other tables or quasi-identifiers
   */
  public static RiskReport ofRelease(
      StudySpec spec,
      Map<String, Table> tables,
      StudyPlan plan,
      StudyProtection protection,
      RiskOptions options) {
    return new RiskReport(
        MeasuredStudy.ofRelease(spec, tables, plan, protection),
        MeasuredStudy.columns(spec, tables, Role.QUASI_IDENTIFIER),
        false,
        options);
  }

  /** Returns the number of rows. */
  public int records() {
    return measured.records();
  }

  /** Returns the rows that are suppressed and not counted. */
  public int suppressedRecords() {
    return measured.records() - measured.countedRecords();
  }

  /** Returns the number of subjects counted; of rows where there is no subject column. */
  public int subjects() {
    return measured.sizes().subjects();
  }

  /** Returns whether subjects were told apart; else each row counts as one. */
  public boolean isBySubject() {
    return measured.isBySubject();
  }

  /** Returns the names of the quasi-identifiers in the order of the specification. */
  public List<String> quasiIdentifiers() {
    return quasiIdentifiers;
  }

  /** Returns the number of equivalence classes. */
  public int equivalenceClasses() {
    return measured.sizes().classes();
  }

  /** Returns the size of the smallest class, which is the k achieved; 0 without any class. */
  public int minClassSize() {
    return measured.sizes().smallest();
  }

  /** Returns the mean size of a class, 0 without any class. */
  public double averageClassSize() {
    return equivalenceClasses() == 0 ? 0 : (double) subjects() / equivalenceClasses();
  }

  /** Returns the histogram of class sizes, lines without a class included. */
  public List<SizeBand> classSizes() {
    return SizeBand.of(measured.sizes());
  }

  /** Returns the largest risk of a subject, R<sub>b</sub> of GB/T 42460; 0 without any class. */
  public double prosecutorMax() {
    return minClassSize() == 0 ? 0 : 1.0 / minClassSize();
  }

  /** Returns the mean risk of a subject, R<sub>c</sub> of GB/T 42460; 0 without any class. */
  public double prosecutorAverage() {
    return subjects() == 0 ? 0 : (double) equivalenceClasses() / subjects();
  }

  /** Returns the share of subjects whose risk is above the threshold, R<sub>a</sub>. */
  public double shareAtRisk() {
    return subjects() == 0 ? 0 : (double) subjectsAtRisk() / subjects();
  }

  private int subjectsAtRisk() {
    return measured.sizes().bySize().keySet().stream()
        .filter(size -> options.compareToThreshold(1, size) > 0)
        .mapToInt(size -> measured.sizes().subjects(size, size))
        .sum();
  }

  /** Returns the risk by each population of the specification; of each table of one only. */
  public List<JournalistRisk> journalists() {
    return measured.journalists();
  }

  /**
   * Returns whether the risks of journalist and marketer are bounds: no population is known, or one
   * has fewer persons in some class than the table has subjects.
   */
  public boolean journalistIsBound() {
    return journalists().isEmpty()
        || journalists().stream().anyMatch(risk -> risk.classesBelow() > 0);
  }

  /** Returns the largest risk by any population, or that of the prosecutor if none is known. */
  public double journalistMax() {
    return byPopulation(JournalistRisk::max, prosecutorMax());
  }

  /** Returns the mean risk by any population, or that of the prosecutor if none is known. */
  public double journalistAverage() {
    return byPopulation(JournalistRisk::average, prosecutorAverage());
  }

  /** Returns the share of subjects whose risk by some population is above the threshold. */
  public double journalistShareAtRisk() {
    return byPopulation(risk -> risk.shareAtRisk(options), shareAtRisk());
  }

  /** Returns the share of the subjects that a marketer expects to find. */
  public double marketer() {
    return byPopulation(JournalistRisk::marketer, prosecutorAverage());
  }

  private double byPopulation(ToDoubleFunction<JournalistRisk> risk, double bound) {
    return journalists().stream().mapToDouble(risk).max().orElse(bound);
  }

  /** Returns the subjects in classes of fewer than {@value #CLASS_SIZE_RULE}. */
  public int subjectsBelowClassSizeRule() {
    return measured.sizes().subjects(1, CLASS_SIZE_RULE - 1);
  }

  /** Returns the classes of fewer than {@value #CLASS_SIZE_RULE} subjects. */
  public int classesBelowClassSizeRule() {
    return measured.sizes().classes(1, CLASS_SIZE_RULE - 1);
  }

  /**
   * Returns the level of GB/T 42460-2023 from 1 to 3.
   *
   * <p>1: a direct identifier is in the table. 2: quasi-identifiers are, and the risk (the largest
   * in a public environment, the mean in a controlled one) reaches the threshold. 3: it does not.
   * Level 4 is for aggregates, which a table of rows is not. The threshold is not verified against
   * the text of the standard.
   */
  public int gbt42460Level() {
    if (!measured.directIdentifiers().isEmpty()) {
      return 1;
    }
    if (equivalenceClasses() == 0) {
      return 3;
    }
    int compared =
        options.environment() == Environment.PUBLIC
            ? options.compareToThreshold(1, minClassSize())
            : options.compareToThreshold(equivalenceClasses(), subjects());
    return compared >= 0 ? 2 : 3;
  }

  /** Returns what the report depends on. */
  public RiskOptions options() {
    return options;
  }

  /** Returns the estimates of population uniques, if a population is known. */
  public Optional<PopulationUniqueness> uniqueness() {
    return uniqueness;
  }

  /** Returns what the classes reach for each sensitive attribute in the table. */
  public List<Attained> sensitive() {
    return measured.sensitive();
  }

  /** Returns what was lost on the way to the table; empty for a table as it stands. */
  public Optional<DomainLoss> loss() {
    return measured.loss();
  }

  /** Returns what a reader must know. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    measured
        .directIdentifiers()
        .forEach(name -> warnings.add("direct identifier " + name + " is in the table"));
    if (isSubjectMissing) {
      warnings.add("the subject column is not in the table, so each row counts as a subject");
    }
    if (quasiIdentifiers.isEmpty()) {
      warnings.add("the specification names no quasi-identifier");
    }
    journalists().stream()
        .filter(risk -> risk.classesBelow() > 0)
        .forEach(risk -> warnings.add(tooFew(risk)));
    return warnings;
  }

  private String tooFew(JournalistRisk risk) {
    return "the population "
        + risk.population()
        + " has fewer persons than the table has subjects in "
        + risk.classesBelow()
        + " of "
        + equivalenceClasses()
        + " classes, where these are counted instead; add them to it, and measure a released file"
        + " with --plan";
  }

  /** Returns the JSON object of {@code dukou risk}. */
  public ObjectNode toJson() {
    return RiskJson.of(this);
  }

  @Override
  public String toString() {
    return "RiskReport[" + records() + " records]";
  }
}
