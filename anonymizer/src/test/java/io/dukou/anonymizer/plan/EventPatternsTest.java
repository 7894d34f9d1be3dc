package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.plan.EventPatterns.Sight;
import io.dukou.anonymizer.plan.StudyOffer.Kind;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far events single subjects out, and what is offered instead. */
final class EventPatternsTest {
  private static final String EVENTS =
      """
      subject: id
      tables:
        people:
          attributes:
            age: {role: quasi-identifier}
        events:
          others: drop
          attributes:
            day: {role: quasi-identifier, hierarchy: {date: [day, month]}}
            term: {role: quasi-identifier}
      models: [{type: k-anonymity, k: 2}]
      suppressionLimit: 1
      """;

  private static final Map<String, TableSource> TABLES =
      tables(
          List.of("id,age", "a,30", "b,30", "c,30", "d,30", "e,31"),
          List.of(
              "id,day,term,organ",
              "a,2026-01-01,t1,o1",
              "a,2026-01-02,t2,o1",
              "b,2026-01-03,t2,o1",
              "b,2026-01-04,t1,o1",
              "c,2026-02-01,t3,o2",
              "d,2026-02-02,t4,o2",
              "f,2026-02-02,t4,o2"));

  private static Map<String, TableSource> tables(List<String> people, List<String> events) {
    Map<String, TableSource> tables = new LinkedHashMap<>();
    tables.put("people", source("people.csv", people));
    tables.put("events", source("events.csv", events));
    return tables;
  }

  private static TableSource source(String name, List<String> lines) {
    return new TableSource(name, PlanCase.table(lines.toArray(new String[0])));
  }

  private static StudySpec spec(String text) {
    return (StudySpec) SpecParser.parseAny(text, "study.yaml", SpecFiles.none());
  }

  private static EventPatterns patterns(StudySpec spec, Map<String, TableSource> tables) {
    return StudyPlanner.plan(spec, tables, PlanOptions.with(PlanCase.KEY)).patterns();
  }

  @Test
  void subjectsAreCounted_byHowTheirEventsLook() {
    EventPatterns patterns = patterns(spec(EVENTS), TABLES);

    assertThat(patterns.tables()).containsExactly("events");
    assertThat(patterns.subjects()).isEqualTo(6);
    assertThat(patterns.views())
        .containsExactly(
            new EventPatterns.View(Sight.AS_GIVEN, 4, 4),
            new EventPatterns.View(Sight.DATES_COARSEST, 2, 2),
            new EventPatterns.View(Sight.CODES_COARSEST, 4, 4),
            new EventPatterns.View(Sight.ALL_COARSEST, 2, 2),
            new EventPatterns.View(Sight.NUMBERS_OF_ROWS, 1, 1));
    assertThat(patterns.uniqueShare()).isEqualTo(4.0 / 6);
    assertThat(patterns.singleOutMost()).isTrue();
    assertThat(patterns.text()).startsWith("most subjects are unique by their events: 66.7 %");
  }

  @Test
  void tablesOfOneRowForEachSubject_holdNoEvents() {
    Map<String, TableSource> single =
        tables(List.of("id,age", "a,30", "b,30"), List.of("id,day,term", "a,2026-01-01,t1"));
    EventPatterns patterns = patterns(spec(EVENTS), single);

    assertThat(patterns.tables()).isEmpty();
    assertThat(patterns.uniqueShare()).isZero();
    assertThat(patterns.text()).isEqualTo("no table holds several rows of a subject");
    assertThat(StudyOffers.of(spec(EVENTS), single, PlanOptions.with(PlanCase.KEY))).isEmpty();
  }

  @Test
  void offers_areWhatTheTableAllows_eachPlanned() {
    List<StudyOffer> offers = StudyOffers.of(spec(EVENTS), TABLES, PlanOptions.with(PlanCase.KEY));

    assertThat(offers)
        .extracting(StudyOffer::kind)
        .containsExactly(Kind.COARSER_DATES, Kind.CODE_BLOCKS, Kind.EVENT_COUNTS, Kind.DROP_TABLE);
    assertThat(offers)
        .extracting(StudyOffer::columns)
        .containsExactly(List.of("day"), List.of("term by organ"), List.of("ROWS"), List.of());
    assertThat(offers)
        .allSatisfy(
            offer -> {
              StudySummary summary = ((StudyOutcome.Planned) offer.outcome()).summary();
              assertThat(summary.whole().minClassSize()).isNotEqualTo(1);
              assertThat(offer.utility()).isBetween(0.0, 1.0);
            });
  }

  @Test
  void utility_countsNothingForWhatIsLeftOut() {
    StudyOffer dropped =
        StudyOffers.of(spec(EVENTS), TABLES, PlanOptions.with(PlanCase.KEY)).get(3);

    double age = 1.0 / 5;
    assertThat(dropped.utility()).isCloseTo((1 - age) / 3, within(1e-12));
  }

  @Test
  void whatCanBeGeneralisedAlready_isOfferedToBeLeftOut() {
    String wide =
        EVENTS
            .replace("[day, month]", "[day, month, quarter, year]")
            .replace(
                "term: {role: quasi-identifier}",
                "term: {role: quasi-identifier, hierarchy: {redact: {}}}");

    assertThat(StudyOffers.of(spec(wide), TABLES, PlanOptions.with(PlanCase.KEY)))
        .extracting(StudyOffer::kind)
        .containsExactly(Kind.NO_DATES, Kind.NO_CODES, Kind.EVENT_COUNTS, Kind.DROP_TABLE);
  }

  @Test
  void modelsAboutWhatIsLeftOut_areNotWeakenedIntoNone() {
    String onlyOfEvents =
        EVENTS
            .replace("term: {role: quasi-identifier}", "term: {role: sensitive}")
            .replace(
                "{type: k-anonymity, k: 2}", "{type: distinct-l-diversity, attribute: term, l: 2}");

    assertThat(StudyOffers.of(spec(onlyOfEvents), TABLES, PlanOptions.with(PlanCase.KEY)))
        .extracting(StudyOffer::kind)
        .containsExactly(Kind.COARSER_DATES);
  }

  @Test
  void insensitiveColumn_thatTellsAQuasiIdentifierOfAnotherTable_isWarnedOf() {
    String repeated =
        EVENTS.replace("others: drop", "others: keep").replace("suppressionLimit: 1", "");
    Map<String, TableSource> tables =
        tables(
            List.of("id,age", "a,30", "b,30", "c,40", "d,40", "e,50", "f,50"),
            List.of(
                "id,day,term,age,organ",
                "a,2026-01-01,t,30,x",
                "b,2026-01-01,t,30,y",
                "c,2026-01-01,t,40,x",
                "d,2026-01-01,t,40,y",
                "e,2026-01-01,t,50,x",
                "f,2026-01-01,t,50,y"));
    StudyOutcome outcome =
        StudyPlanner.plan(spec(repeated), tables, PlanOptions.with(PlanCase.KEY));

    assertThat(((StudyOutcome.Planned) outcome).plan().warnings())
        .contains(new PlanWarning(PlanWarning.Kind.DETERMINES, "events.age", "people.age"))
        .noneMatch(
            warning ->
                "people.age".equals(warning.related()) && "events.organ".equals(warning.column()));
  }

  @Test
  void numbersOfRows_standForTheTable_whereTheSpecificationSaysSo() {
    StudySpec counted =
        spec(
            """
            subject: id
            tables:
              people: {attributes: {age: {role: quasi-identifier}}}
              events: {counts: n, attributes: {n: {role: quasi-identifier, type: integer}}}
            models: [{type: k-anonymity, k: 1}]
            """);
    StudyPlan plan =
        ((StudyOutcome.Planned) StudyPlanner.plan(counted, TABLES, PlanOptions.with(PlanCase.KEY)))
            .plan();

    assertThat(plan.tables().get(1).records()).isEqualTo(6);
    assertThat(plan.classes().values()).containsExactlyInAnyOrder(2, 2, 1, 1);
    assertThat(StudyPlan.fromJson(plan.toJson()).tables().get(1).counts()).isEqualTo("n");
  }
}
