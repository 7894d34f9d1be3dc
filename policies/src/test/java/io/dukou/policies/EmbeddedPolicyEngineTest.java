package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EmbeddedPolicyEngineTest {
  @Test
  void baseSample_isAllowed() {
    try (PolicyEngine engine =
        EmbeddedPolicyEngine.start(Runnable::run, 1, Duration.ofSeconds(10))) {
      Decision decision =
          engine
              .evaluate(EntryPoint.RELEASE, PolicyInput.of(Tree.base()))
              .toCompletableFuture()
              .join();
      assertThat(decision.outcome()).as(decision.canonicalJson()).isEqualTo(Outcome.ALLOW);
    }
  }
}
