package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.styra.opa.wasm.OpaPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
