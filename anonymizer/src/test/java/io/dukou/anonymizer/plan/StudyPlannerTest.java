package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A study of two tables small enough to plan by hand. */
final class StudyPlannerTest {
  private static final String SPEC =
      """
      subject: id
      tables:
        people:
          others: keep
          attributes:
            age: {role: quasi-identifier, hierarchy: {cuts: [40]}}
        visits:
          attributes:
            place: {role: quasi-identifier}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 0.4
      """;

  /** With ages in two halves a and b look the same, and c and d; e is alone with its two visits. */
  private static final Map<String, TableSource> TABLES =
      tables(
          List.of("id,age,site", "a,30,1", "b,31,1", "c,50,2", "d,51,2", "e,52,2"),
          List.of("id,place", "a,x", "b,x", "c,x", "d,x", "e,x", "e,y"));

  private static Map<String, TableSource> tables(List<String> people, List<String> visits) {
    Map<String, TableSource> tables = new LinkedHashMap<>();
    tables.put("people", new TableSource("people.csv", table(people)));
    tables.put("visits", new TableSource("visits.csv", table(visits)));
    return tables;
  }

  private static Table table(List<String> lines) {
    return PlanCase.table(lines.toArray(new String[0]));
  }

  private static StudySpec spec(String text) {
    return (StudySpec) SpecParser.parseAny(text, "study.yaml", SpecFiles.none());
  }

  private static StudyOutcome outcome(String text) {
    AtomicLong clock = new AtomicLong();
    PlanOptions options =
        PlanOptions.with(PlanCase.KEY).withThreads(1).withClock(() -> clock.getAndAdd(1_000_000));
    return StudyPlanner.plan(spec(text), TABLES, options);
  }

  private static StudyOutcome.Planned planned() {
    return (StudyOutcome.Planned) outcome(SPEC);
  }

  @Test
  void optimum_releasesPairs() {
    StudyOutcome.Planned planned = planned();
    PlanSummary whole = planned.summary().whole();

    assertThat(whole.attributes()).containsExactly("people.age", "visits.place");
    assertThat(whole.levels()).containsExactly(1, 0);
    assertThat(planned.plan().classes().values()).containsExactly(2, 2);
    assertThat(whole.minClassSize()).isEqualTo(2);
    assertThat(whole.subjects()).isEqualTo(5);
    assertThat(whole.releasedSubjects()).isEqualTo(4);
    assertThat(whole.records()).isEqualTo(11);
    assertThat(whole.suppressedRecords()).isEqualTo(3);
    assertThat(whole.search()).isGreaterThan(Duration.ZERO).isLessThan(Duration.ofSeconds(1));
    assertThat(planned.plan().warnings())
        .contains(new PlanWarning(PlanWarning.Kind.KEEP, "people.site", null));
  }

  @Test
  void summary_tellsWhatEachTableLoses() {
    StudySummary summary = planned().summary();
    StudySummary.OfTable people = summary.tables().get(0);
    StudySummary.OfTable visits = summary.tables().get(1);

    // Leaves over which rows are spread: 2, 2, 3, 3 and for the one suppressed 5; of 1 to 5 each.
    double age = (2 + 2 + 3 + 3 + 5 - 5) / (25.0 - 5);
    // 1 each of 2, and 2 for two suppressed rows.
    double place = 2.0 / 6;
    assertThat(people.losses().get(0)).isCloseTo(age, within(1e-15));
    assertThat(people.loss()).isCloseTo(age, within(1e-15));
    assertThat(visits.losses().get(0)).isCloseTo(place, within(1e-15));
    assertThat(summary.utility()).isCloseTo(1 - (age + place) / 2, within(1e-15));
    assertThat(people.suppressedRecords()).isEqualTo(1);
    assertThat(visits.suppressedRecords()).isEqualTo(2);
    assertThat(visits.records()).isEqualTo(6);
  }

  @Test
  void json_hasTheWholeAndEachTable() {
    StudySummary summary = planned().summary();
    ObjectNode json = summary.toJson(Duration.ofMillis(3));
    JsonNode visits = json.path("tables").path(1);

    assertThat(json.path("planId").asText()).isEqualTo(summary.whole().planId());
    assertThat(json.path("releasedSubjects").asInt()).isEqualTo(4);
    assertThat(json.path("utility").asDouble()).isEqualTo(summary.utility());
    assertThat(json.path("tables")).hasSize(2);
    assertThat(json.path("tables").path(0).path("levels").toString()).isEqualTo("[1]");
    assertThat(visits.path("table").asText()).isEqualTo("visits");
    assertThat(visits.path("attributes").toString()).isEqualTo("[\"place\"]");
    assertThat(visits.path("levels").toString()).isEqualTo("[0]");
    assertThat(visits.path("losses").path(0).asDouble()).isPositive();
    assertThat(visits.path("loss").asDouble()).isEqualTo(visits.path("losses").path(0).asDouble());
    assertThat(visits.path("records").asInt()).isEqualTo(6);
    assertThat(visits.path("suppressedRecords").asInt()).isEqualTo(2);
    assertThat(visits.path("droppedRecords").asInt()).isZero();
  }

  @Test
  void json_hasTheEventPatterns() {
    JsonNode patterns = planned().summary().toJson(Duration.ZERO).path("eventPatterns");
    JsonNode given = patterns.path("views").path(0);

    assertThat(patterns.path("tables").toString()).isEqualTo("[\"visits\"]");
    assertThat(patterns.path("uniqueShare").asDouble()).isEqualTo(0.2);
    assertThat(patterns.path("text").asText()).startsWith("20.0 % of the subjects");
    assertThat(patterns.path("views")).hasSize(5);
    assertThat(given.path("columns").asText()).isEqualTo("as-given");
    assertThat(given.path("uniqueShare").asDouble()).isEqualTo(0.2);
    assertThat(given.path("belowKShare").asDouble()).isEqualTo(0.2);
  }

  @Test
  void patternsOfHalfAndOfFourFifths_areWordedStronger() {
    EventPatterns half = patterns(5);
    EventPatterns nearlyAll = patterns(8);

    assertThat(patterns(4).singleOutMost()).isFalse();
    assertThat(half.singleOutMost()).isTrue();
    assertThat(half.text()).startsWith("most subjects are unique by their events: 50.0 %");
    assertThat(nearlyAll.text()).startsWith("nearly every subject is unique by its events: 80.0 %");
  }

  private static EventPatterns patterns(int unique) {
    EventPatterns.View view = new EventPatterns.View(EventPatterns.Sight.AS_GIVEN, unique, unique);
    return new EventPatterns(List.of("visits"), 10, 2, List.of(view));
  }

  @Test
  void modelThatCannotBeMetAlone_isNamed() {
    String diverse =
        SPEC.replace(
            "models: [{type: k-anonymity, k: 2}]",
            "models: [{type: k-anonymity, k: 1}, {type: average-risk, threshold: 0.1}]");
    StudyOutcome.Infeasible infeasible = (StudyOutcome.Infeasible) outcome(diverse);

    assertThat(infeasible.search().model()).isEqualTo("average-risk");
    assertThat(infeasible.search().transformations()).isEqualTo(3);
    assertThat(infeasible.search().checked()).isPositive();
  }

  /** Two of ten are too few with one visit, and three with two visits had the same results. */
  @Test
  void modelsThatCannotBeMetTogether_areAllNamed() {
    String both =
        SPEC.replace(
                "place: {role: quasi-identifier}",
                "place: {role: quasi-identifier}\n      result: {role: sensitive}")
            .replace(
                "{type: k-anonymity, k: 2}",
                "{type: k-anonymity, k: 3},"
                    + " {type: distinct-l-diversity, attribute: visits.result, l: 2}");
    List<String> subjects = new ArrayList<>(List.of("id,age,site"));
    List<String> visits = new ArrayList<>(List.of("id,place,result"));
    for (int number = 0; number < 10; number++) {
      subjects.add("s" + number + ",30,1");
      int times = number < 2 ? 1 : number < 5 ? 2 : 3;
      boolean isBad = times != 2 && number % 2 == 0;
      for (int visit = 0; visit < times; visit++) {
        visits.add("s" + number + ",x," + (isBad ? "bad" : "good"));
      }
    }
    Map<String, TableSource> tables = tables(subjects, visits);
    PlanOptions options = PlanOptions.with(PlanCase.KEY).withThreads(1);

    assertThat(StudyPlanner.plan(spec(both), tables, options))
        .isInstanceOfSatisfying(
            StudyOutcome.Infeasible.class,
            outcome ->
                assertThat(outcome.search().model())
                    .isEqualTo("k-anonymity with distinct-l-diversity"));
  }

  @Test
  void infeasible_saysHowManyAreSuppressedAtTheCoarsest() {
    String three = SPEC.replace("k: 2", "k: 3").replace("0.4", "0");
    StudyOutcome.Infeasible infeasible = (StudyOutcome.Infeasible) outcome(three);

    assertThat(infeasible.search().model()).isEqualTo("k-anonymity");
    assertThat(infeasible.suppressedShare()).isEqualTo(0.2);
    assertThat(infeasible.patterns().uniqueShare()).isEqualTo(0.2);
  }

  @Test
  void columnCalledLikeTheKey_isRefusedIfItIsReleased() {
    String taken = "key: site\n" + SPEC;
    String free = taken.replace("others: keep", "others: drop");

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> outcome(taken))
        .withMessageContaining("site")
        .matches(failure -> failure.error() == PlanError.UNKNOWN_COLUMN);
    assertThat(outcome(free)).isInstanceOf(StudyOutcome.Planned.class);
  }

  @Test
  void offers_sayWhatTheyComeTo() {
    PlanOptions options = PlanOptions.with(PlanCase.KEY).withThreads(1);
    List<StudyOffer> offers = StudyOffers.of(spec(SPEC), TABLES, options);
    StudyOffer counts = offers.get(0);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    counts.addTo(json);
    PlanSummary whole = ((StudyOutcome.Planned) counts.outcome()).summary().whole();

    assertThat(json.path("offer").asText()).isEqualTo("event-counts");
    assertThat(json.path("table").asText()).isEqualTo("visits");
    assertThat(json.path("columns").toString()).isEqualTo("[\"ROWS\"]");
    assertThat(json.path("uniqueShare").asDouble())
        .isEqualTo(counts.outcome().patterns().uniqueShare());
    assertThat(json.path("feasible").asBoolean()).isTrue();
    assertThat(json.path("attributes").toString()).isEqualTo("[\"people.age\",\"visits.ROWS\"]");
    assertThat(json.path("levels")).hasSize(2);
    assertThat(json.path("losses")).hasSize(2);
    assertThat(json.path("optimal").asBoolean()).isTrue();
    assertThat(json.path("subjects").asInt()).isEqualTo(5);
    assertThat(json.path("releasedSubjects").asInt()).isEqualTo(whole.releasedSubjects());
    assertThat(json.path("minClassSize").asInt()).isEqualTo(whole.minClassSize());
    assertThat(json.path("utility").asDouble()).isEqualTo(counts.utility()).isPositive();
  }

  @Test
  void offerThatCannotBePlanned_saysWhichModelIsInTheWay() {
    PlanOptions options = PlanOptions.with(PlanCase.KEY).withThreads(1);
    String many = SPEC.replace("k: 2", "k: 9");
    StudyOffer offer = StudyOffers.of(spec(many), TABLES, options).get(0);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    offer.addTo(json);

    assertThat(json.path("feasible").asBoolean(true)).isFalse();
    assertThat(json.path("model").asText()).isEqualTo("k-anonymity");
    assertThat(json.path("suppressedShareAtCoarsest").asDouble()).isEqualTo(1);
    assertThat(offer.utility()).isZero();
  }

  @Test
  void plan_saysWhatItReleases() {
    StudyPlan plan = planned().plan();
    ClassHash released = plan.classes().keySet().iterator().next();
    StudyPlan.PlannedTable people = plan.tables().get(0);

    assertThat(plan.subject()).isEqualTo("id");
    assertThat(plan.k()).isEqualTo(2);
    assertThat(plan.models()).hasSize(1);
    assertThat(plan.subjects()).isEqualTo(5);
    assertThat(plan.minClassSize()).isEqualTo(2);
    assertThat(plan.loss()).isEqualTo(planned().summary().whole().loss()).isPositive();
    assertThat(plan.released(released)).isTrue();
    assertThat(plan.released(new ClassHash("0".repeat(ClassHash.LENGTH * 2)))).isFalse();
    assertThat(people.releasedColumns())
        .extracting(PlannedColumn::name)
        .containsExactly("age", "site");
    assertThat(people.quasiIdentifiers()).extracting(PlannedColumn::name).containsExactly("age");
    assertThat(people.column("site").orElseThrow().name()).isEqualTo("site");
    assertThat(people.column("height")).isEmpty();
  }

  @Test
  void plan_hasTheKeyColumnOfTheSpecification() {
    StudyOutcome keyed = outcome("key: PERSON\n" + SPEC);

    assertThat(((StudyOutcome.Planned) keyed).plan().key()).contains("PERSON");
  }

  @Test
  void plan_isEqualToItselfReadAgain_andToNoOther() {
    StudyPlan plan = planned().plan();
    StudyPlan other = ((StudyOutcome.Planned) outcome(SPEC.replace("k: 2", "k: 1"))).plan();

    assertThat(StudyPlan.fromJson(plan.toJson())).isEqualTo(plan).hasSameHashCodeAs(plan);
    assertThat(plan).isNotEqualTo(other).isNotEqualTo(plan.planId());
    assertThat(plan.planId()).isNotEqualTo(other.planId()).matches("sha256:[0-9a-f]{64}");
    assertThat(plan).hasToString("StudyPlan[" + plan.planId() + "]");
    assertThat(StudyPlan.isStudyPlan(plan.toJson())).isTrue();
    assertThat(StudyPlan.isStudyPlan("{}")).isFalse();
    assertThat(StudyPlan.isStudyPlan("no plan")).isFalse();
  }

  @Test
  void plan_isSealedWithItsKey() {
    StudyPlan plan = planned().plan();
    byte[] other = new byte[PlanKey.LENGTH];
    other[0] = 1;

    plan.requireSealedWith(PlanCase.KEY);
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> plan.requireSealedWith(PlanKey.of(other)));
  }

  @Test
  void tableThatIsMissingOrLacksAColumn_isRefused() {
    StudyPlan plan = planned().plan();
    StudyPlan.PlannedTable people = plan.tables().get(0);

    assertThat(refusal(plan, Map.of())).isEqualTo(PlanError.UNKNOWN_TABLE);
    for (String header : List.of("ID,age,site", "id,AGE,site", "id,age,SITE")) {
      Map<String, Table> lacking = Map.of("people", PlanCase.table(header, "a,30,1"));
      assertThat(refusal(plan, lacking)).isEqualTo(PlanError.UNKNOWN_COLUMN);
    }
    Table whole = TABLES.get("people").table();
    assertThat(plan.tableOf(Map.of("people", whole), people)).isSameAs(whole);
  }

  private static PlanError refusal(StudyPlan plan, Map<String, Table> tables) {
    try {
      plan.tableOf(tables, plan.tables().get(0));
    } catch (PlanException e) {
      return e.error();
    }
    throw new AssertionError("nothing was refused");
  }
}
