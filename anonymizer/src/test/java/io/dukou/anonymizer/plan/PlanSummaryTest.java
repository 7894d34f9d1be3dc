package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What {@code dukou plan} prints, and what the options refuse. */
final class PlanSummaryTest {
  private static PlanSummary summary(double loss, double lowerBound, int least, int released) {
    return summary(loss, lowerBound, List.of(loss), least, released);
  }

  private static PlanSummary summary(
      double loss, double lowerBound, List<Double> ranks, int least, int released) {
    return new PlanSummary(
        List.of("a", "b"),
        List.of(1, 2),
        loss,
        lowerBound,
        ranks,
        3,
        4,
        least,
        100,
        50,
        released,
        7,
        12,
        9,
        Duration.ofMillis(1_234),
        "plan",
        List.of(new PlanWarning(PlanWarning.Kind.KEEP, "c", null)),
        Optional.empty(),
        true);
  }

  @Test
  void optimum_isPrintedInFull() {
    ObjectNode json = summary(0.5, 0.5, 5, 40).toJson(Duration.ofMillis(77));

    assertThat(json.path("feasible").asBoolean()).isTrue();
    assertThat(json.path("attributes").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(json.path("levels").toString()).isEqualTo("[1,2]");
    assertThat(json.path("loss").asDouble()).isEqualTo(0.5);
    assertThat(json.has("lossRanks")).isFalse();
    assertThat(json.path("optimal").asBoolean()).isTrue();
    assertThat(json.has("lowerBound")).isFalse();
    assertThat(json.has("gap")).isFalse();
    assertThat(json.path("suppressedRecords").asInt()).isEqualTo(3);
    assertThat(json.path("equivalenceClasses").asInt()).isEqualTo(4);
    assertThat(json.path("minClassSize").asInt()).isEqualTo(5);
    assertThat(json.path("records").asInt()).isEqualTo(100);
    assertThat(json.path("subjects").asInt()).isEqualTo(50);
    assertThat(json.path("droppedRecords").asInt()).isEqualTo(7);
    assertThat(json.path("transformations").asInt()).isEqualTo(12);
    assertThat(json.path("checked").asInt()).isEqualTo(9);
    assertThat(json.path("risk").path("prosecutorMax").asDouble()).isEqualTo(0.2);
    assertThat(json.path("risk").path("prosecutorAverage").asDouble()).isEqualTo(0.1);
    assertThat(json.path("millis").toString()).isEqualTo("{\"load\":77,\"search\":1234}");
    assertThat(json.path("planId").asText()).isEqualTo("plan");
    assertThat(json.path("warnings")).hasSize(1);
  }

  @Test
  void whatADeadlineLeft_isPrintedWithItsBound() {
    PlanSummary early = summary(0.5, 0.375, 5, 40);
    ObjectNode json = early.toJson(Duration.ZERO);

    assertThat(early.isOptimal()).isFalse();
    assertThat(early.gap()).isEqualTo(0.25);
    assertThat(json.path("optimal").asBoolean()).isFalse();
    assertThat(json.path("lowerBound").asDouble()).isEqualTo(0.375);
    assertThat(json.path("gap").asDouble()).isEqualTo(0.25);
  }

  @Test
  void nothingLost_hasNoGap() {
    assertThat(summary(0, 0, 5, 40).gap()).isZero();
    assertThat(summary(0, 0, 5, 40).isOptimal()).isTrue();
  }

  @Test
  void nothingReleased_hasNoRisk() {
    assertThat(summary(1, 1, 0, 0).prosecutorMax()).isZero();
    assertThat(summary(1, 1, 0, 0).prosecutorAverage()).isZero();
  }

  @Test
  void ranks_arePrintedIfThereAreSeveral() {
    PlanSummary ranked = summary(0.5, 0.5, List.of(0.5, 0.25), 5, 40);

    assertThat(ranked.toJson(Duration.ZERO).path("lossRanks").toString()).isEqualTo("[0.5,0.25]");
  }

  @Test
  void options_refuseNoWorkersAndADeadlineThatIsOver() {
    PlanOptions options = PlanOptions.with(PlanCase.KEY);

    assertThat(options.withThreads(1).threads()).isEqualTo(1);
    assertThat(options.threads()).isPositive();
    assertThatIllegalArgumentException().isThrownBy(() -> options.withThreads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withDeadline(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withDeadline(Duration.ofNanos(-1)));
    assertThat(options.withDeadline(Duration.ofNanos(1)).deadline()).contains(Duration.ofNanos(1));
  }

  @Test
  void errors_haveNamesForPrograms() {
    assertThat(PlanError.UNKNOWN_COLUMN.code()).isEqualTo("unknown-column");
    assertThat(PlanError.KEY_FILE.code()).isEqualTo("key-file");
  }

  @Test
  void planners_areFoundByTheirNames() {
    assertThat(Planner.named("optimal")).containsSame(Planner.optimal());
    assertThat(Planner.optimal().name()).isEqualTo("optimal");
    assertThat(Planner.named("another")).isEmpty();
  }

  @Test
  void infeasible_namesTheModelThatCannotBeMetAlone() {
    PlanOutcome outcome =
        PlanCase.outcome(
            PlanCase.table("a,s", "1,x", "1,x", "2,y", "2,y"),
            PlanCase.spec(
                "models:\n  - {type: k-anonymity, k: 2}\n"
                    + "  - {type: distinct-l-diversity, attribute: s, l: 3}",
                "a: {role: quasi-identifier, hierarchy: {cuts: [1]}}",
                "s: {role: sensitive}"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            PlanOutcome.Infeasible.class,
            infeasible -> {
              assertThat(infeasible.model()).isEqualTo("distinct-l-diversity");
              assertThat(infeasible.transformations()).isEqualTo(3);
              assertThat(infeasible.checked()).isPositive();
            });
  }

  @Test
  void searchTime_isThatOfTheClock() {
    AtomicLong clock = new AtomicLong(1_000_000_000);
    PlanOutcome.Planned planned =
        (PlanOutcome.Planned)
            Planner.optimal()
                .plan(
                    PlanCase.table("a", "1", "1"),
                    PlanCase.spec("", "a: {role: quasi-identifier}"),
                    PlanOptions.with(PlanCase.KEY).withClock(() -> clock.getAndAdd(7)));

    assertThat(planned.summary().search()).isBetween(Duration.ofNanos(7), Duration.ofNanos(700));
  }
}
