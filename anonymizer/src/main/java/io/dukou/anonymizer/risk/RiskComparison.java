package io.dukou.anonymizer.risk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reports of a table, or of several of one study, at the stages of its way out: as it is, as a
 * plan releases it, as the file that is released stands. Tells small counts, so it never leaves
 * China. Immutable.
 */
public final class RiskComparison {
  private final List<Stage> stages;
  private final Optional<String> planId;

  private RiskComparison(List<Stage> stages, Optional<String> planId) {
    this.stages = List.copyOf(stages);
    this.planId = planId;
  }

  /** Starts with the table as it is. */
  public static RiskComparison of(RiskReport input) {
    return new RiskComparison(List.of(new Stage(Kind.INPUT, input)), Optional.empty());
  }

  /** Adds what the plan called {@code applied} releases of the table. */
  public RiskComparison withPlan(RiskReport report, String applied) {
    return new RiskComparison(with(new Stage(Kind.PLAN, report)), Optional.of(applied));
  }

  /** Adds the released file as it stands. */
  public RiskComparison withReleased(RiskReport report) {
    return new RiskComparison(with(new Stage(Kind.RELEASED, report)), planId);
  }

  private List<Stage> with(Stage stage) {
    List<Stage> all = new ArrayList<>(stages);
    all.add(stage);
    return all;
  }

  /** Returns the stages there are, the table as it is first. */
  public List<Stage> stages() {
    return stages;
  }

  /** Returns the table as it is. */
  public RiskReport input() {
    return stages.get(0).report();
  }

  /** Returns the last stage there is. */
  public RiskReport last() {
    return stages.get(stages.size() - 1).report();
  }

  /** Returns a stage, if it is there. */
  public Optional<RiskReport> report(Kind kind) {
    return stages.stream().filter(stage -> stage.kind() == kind).map(Stage::report).findFirst();
  }

  /** Returns the plan that was applied, if one was. */
  public Optional<String> planId() {
    return planId;
  }

  /** Returns the report of the table as it is, with those of further stages as keys of it. */
  public ObjectNode toJson() {
    ObjectNode json = input().toJson();
    report(Kind.PLAN)
        .ifPresent(
            report -> {
              ObjectNode planned = report.toJson();
              planId.ifPresent(applied -> planned.put("planId", applied));
              json.set("plan", planned);
            });
    report(Kind.RELEASED).ifPresent(report -> json.set("released", report.toJson()));
    return json;
  }

  /** A stage of the way out. */
  public enum Kind {
    /** The table as it is. */
    INPUT,
    /** What the plan releases of it, by subjects. */
    PLAN,
    /** The released file as it stands. */
    RELEASED
  }

  /**
   * A report and what it is of.
   *
   * @param kind the stage
   * @param report its report
   */
  public record Stage(Kind kind, RiskReport report) {
    /** Refuses what is not there. */
    public Stage {
      requireNonNull(kind, "kind");
      requireNonNull(report, "report");
    }
  }
}
