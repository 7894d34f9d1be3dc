package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.styra.opa.wasm.OpaPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EmbeddedPolicyEngineTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  static List<Samples.Sample> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_isDecidedAsExpected(Samples.Sample sample) {
    sample.assertDecides(
        Engines.decide(Engines.embedded(), sample.entryPoint(), PolicyInput.of(sample.input())));
  }

  @Test
  void baseSample_isAllowedWithoutReasonOrObligation() {
    Decision decision =
        Engines.decide(Engines.embedded(), EntryPoint.RELEASE, PolicyInput.of(Tree.base()));
    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(decision.refuses()).isFalse();
    assertThat(decision.reasons()).isEmpty();
    assertThat(decision.obligations()).isEmpty();
    assertThat(decision.revision()).isEqualTo(Engines.embedded().revision());
  }

  @Test
  void decision_followsItsSchema() {
    SchemaCheck decisions = new SchemaCheck("schemas/decision.json");
    for (Samples.Sample sample : samples()) {
      Decision decision =
          Engines.decide(Engines.embedded(), sample.entryPoint(), PolicyInput.of(sample.input()));
      assertThat(decisions.misfits(decision.toJson())).as(sample.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST,2020-01-01T00:00:00Z",
    "RELEASE,2020-01-01T00:00:00Z",
    "RELEASE,1999-12-31T23:59:59Z",
    "RELEASE,2021-10-31T15:59:59Z"
  })
  void dayBeforeEveryRule_isDeniedInWords(EntryPoint entryPoint, Instant time) {
    ObjectNode facts = Tree.base();
    Samples.set(facts, "/event/time", facts.textNode(time.toString()));
    Decision decision = Engines.decide(Engines.embedded(), entryPoint, PolicyInput.of(facts));
    assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
    assertThat(decision.reasons())
        .map(reason -> Wording.standard().publicText(reason, Locale.ENGLISH))
        .contains(
            "The rules in force before 2024-03-22 are not loaded, so an event of that time cannot"
                + " be decided.");
    assertThat(decision.reasons())
        .map(reason -> Wording.standard().publicText(reason, Locale.CHINESE))
        .contains("2024-03-22 之前施行的规则未加载，无法对该时间的事件作出决定。");
  }

  @Test
  void schema_wantsAReasonForARefusal() {
    ObjectNode decision =
        Engines.decide(Engines.embedded(), EntryPoint.RELEASE, PolicyInput.of(Tree.base()))
            .toJson();
    SchemaCheck decisions = new SchemaCheck("schemas/decision.json");
    assertThat(decisions.misfits(decision)).isEmpty();
    assertThat(decisions.misfits(decision.put("outcome", "deny"))).contains("/reasons");
    assertThat(decisions.misfits(decision.put("outcome", "require_approval"))).contains("/reasons");
  }

  @Test
  void equalInputs_haveEqualCanonicalDecisions() {
    PolicyInput input = PolicyInput.of(Samples.all().get(1).input());
    String first = Engines.decide(Engines.embedded(), EntryPoint.RELEASE, input).canonicalJson();
    String again = Engines.decide(Engines.embedded(), EntryPoint.RELEASE, input).canonicalJson();
    assertThat(again).isEqualTo(first);
  }

  @Test
  void manyThreads_getTheRightDecisions() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (PolicyEngine engine = EmbeddedPolicyEngine.start(threads, 2, DEADLINE)) {
      List<Samples.Sample> samples = samples();
      List<CompletableFuture<Decision>> decisions =
          IntStream.range(0, 200)
              .mapToObj(i -> samples.get(i % samples.size()))
              .map(s -> engine.evaluate(s.entryPoint(), PolicyInput.of(s.input())))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      for (int i = 0; i < decisions.size(); i++) {
        samples.get(i % samples.size()).assertDecides(decisions.get(i).join());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fullExecutor_isUnavailable() {
    try (PolicyEngine engine =
        EmbeddedPolicyEngine.start(
            task -> {
              throw new RejectedExecutionException("full");
            },
            1,
            DEADLINE)) {
      Engines.assertUnavailable(engine.evaluate(EntryPoint.REQUEST, PolicyInput.of(Tree.base())));
    }
  }

  @Test
  void executorThatNeverRuns_isUnavailableAfterTheDeadline() {
    try (PolicyEngine engine = EmbeddedPolicyEngine.start(task -> {}, 1, Duration.ofMillis(20))) {
      Engines.assertUnavailable(engine.evaluate(EntryPoint.REQUEST, PolicyInput.of(Tree.base())));
    }
  }

  @Test
  void closedEngine_isUnavailable() {
    PolicyEngine engine = EmbeddedPolicyEngine.start(Runnable::run, 1, DEADLINE);
    engine.close();
    Engines.assertUnavailable(engine.evaluate(EntryPoint.REQUEST, PolicyInput.of(Tree.base())));
  }

  @Test
  void noInstances_areRefused() {
    assertThatThrownBy(() -> EmbeddedPolicyEngine.start(Runnable::run, 0, DEADLINE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entryPointsOfTheBundle_areThoseOfJava() {
    OpaPolicy policy = OpaPolicy.builder().withPolicy(PolicyBundle.load().wasm()).build();
    assertThat(policy.entrypoints().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EntryPoint.values()).map(EntryPoint::path).toList());
  }
}
