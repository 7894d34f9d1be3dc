package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionTest {
  private static final String REVISION = "ab".repeat(32);

  @Test
  void canonicalJson_isSortedAndHasExactlyItsKeys() {
    Decision decision =
        new Decision(
            Outcome.DENY,
            List.of(
                new Reason(
                    "R73",
                    "anon-risk-009/class_too_small",
                    Map.of("min_class_size", 3L, "least", 11L),
                    List.of("EMA Policy 0070"))),
            List.of(filing(Obligation.Stage.LATER)),
            List.of(new Evaluated("R73", RuleResult.DENY)),
            REVISION);
    assertThat(decision.canonicalJson())
        .isEqualTo(
            "{\"evaluated\":[{\"result\":\"deny\",\"rule\":\"R73\"}],\"obligations\":[{\"citations\":"
                + "[],\"code\":\"o13-7-filing-10wd/file_contract\",\"due\":\"2026-12-04\",\"rule\":"
                + "\"R41\",\"stage\":\"later\",\"values\":{}}],\"outcome\":\"deny\",\"reasons\":[{\"citations\":[\"EMA"
                + " Policy 0070\"],\"code\":\"anon-risk-009/class_too_small\","
                + "\"rule\":\"R73\",\"values\":{\"least\":11,\"min_class_size\":3}}],\"revision\":\""
                + REVISION
                + "\"}");
  }

  @Test
  void decisionForTheRecipient_holdsNoCount() {
    ObjectNode facts = Tree.base();
    Samples.set(facts, "/release/min_class_size", Tree.parse("3"));
    Samples.set(facts, "/consent/subjects/withdrawn_or_expired", Tree.parse("7"));
    Decision decision =
        Engines.decide(Engines.embedded(), EntryPoint.RELEASE, PolicyInput.of(facts));
    assertThat(decision.reasons()).map(Reason::values).contains(Map.of("subjects", 7L));
    assertThat(decision.forRecipient().reasons())
        .map(Reason::values)
        .containsExactly(Map.of(), Map.of("least", 11L));
    assertThat(decision.forRecipient().evaluated()).isEqualTo(decision.evaluated());
  }

  @Test
  void personsWhoAreNotInTheRelease_doNotShowToTheRecipient() {
    ObjectNode facts = Tree.base();
    Decision without =
        Engines.decide(Engines.embedded(), EntryPoint.RELEASE, PolicyInput.of(facts));
    Samples.set(facts, "/consent/subjects/withdrawn_after_release", Tree.parse("1"));
    Decision with = Engines.decide(Engines.embedded(), EntryPoint.RELEASE, PolicyInput.of(facts));
    assertThat(with.obligations())
        .map(Obligation::code)
        .contains("pipl-15-47-withdrawn-or-expired/recall_notice");
    assertThat(with.forRecipient()).isEqualTo(without.forRecipient());
  }

  @Test
  void otherObligations_areShownToTheRecipient() {
    Decision decision =
        new Decision(
            Outcome.ALLOW_WITH_OBLIGATIONS,
            List.of(),
            List.of(filing(Obligation.Stage.LATER)),
            List.of(new Evaluated("R41", RuleResult.OBLIGE)),
            REVISION);
    assertThat(decision.forRecipient()).isEqualTo(decision);
  }

  @Test
  void orderOfTheEnginesAnswer_doesNotMatter() {
    ObjectNode facts = Tree.base();
    Samples.set(facts, "/pipia/heads", Tree.parse("[1]"));
    Samples.set(facts, "/event/purpose", Tree.parse("\"other\""));
    Decision decision =
        Engines.decide(Engines.embedded(), EntryPoint.REQUEST, PolicyInput.of(facts));
    ObjectNode answer = decision.toJson();
    answer.remove("revision");
    for (String list : List.of("reasons", "evaluated")) {
      List<JsonNode> items = new ArrayList<>(StreamOf.elements(answer.get(list)).toList());
      Collections.reverse(items);
      answer.putArray(list).addAll(items);
    }
    assertThat(DecisionJson.read(answer, decision.revision())).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOW, LATER, false",
    "ALLOW_WITH_OBLIGATIONS, LATER, false",
    "ALLOW_WITH_OBLIGATIONS, AT_DECISION, false",
    "ALLOW_WITH_OBLIGATIONS, BEFORE_RELEASE, true",
    "REQUIRE_APPROVAL, LATER, true",
    "DENY, LATER, true"
  })
  void refusal_isAnythingButAnAllowThatStands(
      Outcome outcome, Obligation.Stage stage, boolean refuses) {
    Decision decision =
        new Decision(outcome, List.of(), List.of(filing(stage)), List.of(), REVISION);
    assertThat(decision.refuses()).isEqualTo(refuses);
  }

  private static Obligation filing(Obligation.Stage stage) {
    return new Obligation(
        "R41",
        "o13-7-filing-10wd/file_contract",
        stage,
        LocalDate.of(2026, 12, 4),
        Map.of(),
        List.of());
  }
}
