package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.plan.PlanOutcome.Planned;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What planning takes, what it refuses, and what it prints. */
final class PlannerInputTest {
  private static final String AGE =
      "age: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10}}}";
  private static final Table PEOPLE =
      PlanCase.table("age,city", "31,A", "34,A", "38,B", "52,B", "55,B");

  @Test
  void smallTable_isGeneralisedAsLittleAsItTakes() {
    Planned planned = PlanCase.plan(PEOPLE, PlanCase.spec("others: drop", AGE));

    assertThat(planned.summary().attributes()).containsExactly("age");
    assertThat(planned.summary().levels()).containsExactly(1);
    assertThat(planned.summary().equivalenceClasses()).isEqualTo(2);
    assertThat(planned.summary().minClassSize()).isEqualTo(2);
    assertThat(planned.plan().classes().values()).containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void quasiIdentifiers_standInTheOrderOfTheTable() {
    ReleaseSpec spec = PlanCase.spec("", "city: {role: quasi-identifier}", AGE);

    assertThat(PlanCase.plan(PEOPLE, limit(spec, 1)).summary().attributes())
        .containsExactly("age", "city");
  }

  @Test
  void summary_printsEveryKeyOfTheFormat() {
    Planned planned = PlanCase.plan(PEOPLE, PlanCase.spec("others: drop", AGE));
    var json = planned.summary().toJson(Duration.ofMillis(90));

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "feasible",
            "attributes",
            "levels",
            "loss",
            "suppressedRecords",
            "equivalenceClasses",
            "minClassSize",
            "records",
            "subjects",
            "transformations",
            "checked",
            "risk",
            "millis",
            "planId",
            "warnings");
    assertThat(json.at("/risk/prosecutorMax").doubleValue()).isEqualTo(0.5);
    assertThat(json.at("/risk/prosecutorAverage").doubleValue()).isEqualTo(0.4);
    assertThat(json.at("/millis/load").longValue()).isEqualTo(90);
    assertThat(json.at("/planId").textValue()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void tooFewSubjects_areInfeasible() {
    PlanOutcome outcome =
        PlanCase.outcome(
            PEOPLE, PlanCase.spec("others: drop\nmodels: [{type: k-anonymity, k: 6}]", AGE));

    assertThat(outcome).isEqualTo(new PlanOutcome.Infeasible("k-anonymity", 3, 1));
  }

  @Test
  void tableWithoutRows_isPlannedAsItIs() {
    Planned planned = PlanCase.plan(PlanCase.table("age,city"), PlanCase.spec("others: drop", AGE));

    assertThat(planned.summary().levels()).containsExactly(0);
    assertThat(planned.summary().loss()).isZero();
    assertThat(planned.summary().minClassSize()).isZero();
    assertThat(planned.plan().classes()).isEmpty();
  }

  @Test
  void suppressionOfEverything_isFeasibleWhereTheLimitSaysSo() {
    ReleaseSpec spec = PlanCase.spec("others: drop\nmodels: [{type: k-anonymity, k: 9}]", AGE);
    Planned planned = PlanCase.plan(PEOPLE, limit(spec, 1));

    assertThat(planned.summary().suppressedRecords()).isEqualTo(5);
    assertThat(planned.summary().prosecutorMax()).isZero();
    assertThat(planned.summary().prosecutorAverage()).isZero();
  }

  @Test
  void suppressionLimit_countsSubjects_andLossCountsRows() {
    Table visits = PlanCase.table("id,age", "a,1", "a,1", "a,1", "b,1", "c,2", "d,2", "e,2", "f,2");
    ReleaseSpec spec = PlanCase.spec("subject: id", "age: {role: quasi-identifier}");

    assertThat(PlanCase.outcome(visits, limit(spec, 0.33)))
        .isInstanceOf(PlanOutcome.Infeasible.class);
    Planned planned = PlanCase.plan(visits, limit(spec, 0.34));
    assertThat(planned.summary().subjects()).isEqualTo(6);
    assertThat(planned.summary().suppressedRecords()).isEqualTo(4);
    assertThat(planned.summary().minClassSize()).isEqualTo(4);
  }

  @Test
  void missingValue_isACategoryOfItsOwn_orLeavesTheRowOut() {
    Table gaps = PlanCase.table("age,city", "31,", "34,A", "34,A", ",A", ",A");
    String suppress = AGE.replace("identifier,", "identifier, missing: suppress,");
    Planned kept = PlanCase.plan(gaps, limit(PlanCase.spec("others: drop", AGE), 0.2));
    Planned dropped = PlanCase.plan(gaps, PlanCase.spec("others: drop", suppress));

    assertThat(kept.summary().equivalenceClasses()).isEqualTo(2);
    assertThat(kept.summary().records()).isEqualTo(5);
    assertThat(dropped.summary().records()).isEqualTo(3);
    assertThat(dropped.summary().droppedRecords()).isEqualTo(2);
    assertThat(dropped.summary().levels()).containsExactly(1);
  }

  @Test
  void columnsThatAreNotNamed_areRefusedDroppedOrKept() {
    assertThat(errorOf(PEOPLE, PlanCase.spec("", AGE)).error()).isEqualTo(PlanError.UNNAMED_COLUMN);
    ReleasePlan dropped = PlanCase.plan(PEOPLE, PlanCase.spec("others: drop", AGE)).plan();
    ReleasePlan kept = PlanCase.plan(PEOPLE, PlanCase.spec("others: keep", AGE)).plan();

    assertThat(dropped.releasedColumns()).extracting(PlannedColumn::name).containsExactly("age");
    assertThat(kept.releasedColumns())
        .extracting(PlannedColumn::name)
        .containsExactly("age", "city");
    assertThat(kept.warnings()).contains(new PlanWarning(PlanWarning.Kind.KEEP, "city", null));
  }

  @Test
  void faults_nameLineAndColumnButNoCell() {
    Table table = PlanCase.table("age,city", "31,A", "\"34\",\"x\ny\"", "CANARY,A");

    assertThat(errorOf(table, PlanCase.spec("others: drop", AGE)))
        .hasMessage(
            "line 5, column age: the value is outside the hierarchy; correct it, or add it to the"
                + " hierarchy");
    assertThat(
            errorOf(
                table,
                PlanCase.spec("others: drop", "age: {role: quasi-identifier, type: integer}")))
        .hasMessage(
            "line 5, column age: the value is not of type integer; correct it, or the type");
  }

  @Test
  void specificationThatDoesNotFit_isRefused() {
    Table gaps = PlanCase.table("age,id", "31,a", "32,");
    String other = "sex: {role: quasi-identifier}";

    assertThat(errorOf(PEOPLE, PlanCase.spec("others: drop", AGE, other)).error())
        .isEqualTo(PlanError.UNKNOWN_COLUMN);
    assertThat(errorOf(PEOPLE, PlanCase.spec("others: drop\nsubject: who", AGE)).error())
        .isEqualTo(PlanError.UNKNOWN_COLUMN);
    assertThat(errorOf(PEOPLE, PlanCase.spec("others: keep", "age: {role: sensitive}")).error())
        .isEqualTo(PlanError.NO_QUASI_IDENTIFIER);
    assertThat(errorOf(gaps, PlanCase.spec("subject: id", AGE)))
        .hasMessage("line 3, column id: the row has no subject; add it");
  }

  @Test
  void optionsThatMakeNoSense_areRefused() {
    PlanOptions options = PlanOptions.with(PlanCase.KEY);

    assertThatIllegalArgumentException().isThrownBy(() -> options.withThreads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withDeadline(Duration.ZERO));
  }

  @Test
  void hugeLattice_isRefusedWithoutOverflow() {
    int[] heights = new int[40];
    Arrays.fill(heights, 1_000);
    PlanException failure = catchThrowableOfType(PlanException.class, () -> Lattice.of(heights));

    assertThat(failure.error()).isEqualTo(PlanError.TOO_MANY_TRANSFORMATIONS);
  }

  @Test
  void interruptedThread_stopsPlanning() {
    Thread.currentThread().interrupt();
    PlanException failure = errorOf(PEOPLE, PlanCase.spec("others: drop", AGE));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.error()).isEqualTo(PlanError.INTERRUPTED);
  }

  @Test
  void manyQuasiIdentifiers_needMoreThanOneKey() {
    StringBuilder header = new StringBuilder();
    String[] attributes = new String[9];
    for (int i = 0; i < attributes.length; i++) {
      header.append(i == 0 ? "" : ",").append("q").append(i);
      attributes[i] = "q" + i + ": {role: quasi-identifier}";
    }
    String[] lines = new String[601];
    lines[0] = header.toString();
    for (int row = 0; row < 600; row++) {
      int value = row % 300;
      lines[row + 1] = String.join(",", Collections.nCopies(9, Integer.toString(value)));
    }
    Planned planned = PlanCase.plan(PlanCase.table(lines), PlanCase.spec("", attributes));

    assertThat(planned.summary().equivalenceClasses()).isEqualTo(300);
    assertThat(planned.summary().minClassSize()).isEqualTo(2);
  }

  @Test
  void equalInput_givesEqualPlans() {
    ReleaseSpec spec = PlanCase.spec("others: keep", AGE);
    ReleasePlan first = PlanCase.plan(PEOPLE, spec).plan();
    ReleasePlan second = PlanCase.plan(PEOPLE.select(new int[] {0, 1, 2, 3, 4}), spec).plan();

    assertThat(second.toJson()).isEqualTo(first.toJson());
    assertThat(second).isEqualTo(first);
  }

  private static ReleaseSpec limit(ReleaseSpec spec, double limit) {
    return new ReleaseSpec(
        spec.csv(),
        spec.subject(),
        spec.attributes(),
        spec.others() == Others.REFUSE ? Others.DROP : spec.others(),
        spec.models(),
        limit,
        spec.metric());
  }

  private static PlanException errorOf(Table table, ReleaseSpec spec) {
    return catchThrowableOfType(PlanException.class, () -> PlanCase.outcome(table, spec));
  }

  @Test
  void weights_decideWhichQuasiIdentifierIsKeptFiner() {
    Table square = PlanCase.table("a,b", "1,1", "1,2", "2,1", "2,2");
    String kept = ": {role: quasi-identifier, weight: 1, hierarchy: {redact: {length: 1}}}";
    String given = ": {role: quasi-identifier, weight: 0.1, hierarchy: {redact: {length: 1}}}";

    assertThat(PlanCase.plan(square, PlanCase.spec("", "a" + kept, "b" + given)).summary().levels())
        .isEqualTo(List.of(0, 1));
    assertThat(PlanCase.plan(square, PlanCase.spec("", "a" + given, "b" + kept)).summary().levels())
        .isEqualTo(List.of(1, 0));
    assertThat(PlanCase.plan(square, PlanCase.spec("", "a" + kept, "b" + kept)).summary().levels())
        .isEqualTo(List.of(0, 1));
  }
}
