package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert;

/** Engines for tests and how tests ask them. */
final class Engines {
  private static final class Shared {
    static final PolicyEngine EMBEDDED =
        EmbeddedPolicyEngine.start(Runnable::run, 1, Duration.ofSeconds(30));
  }

  private Engines() {}

  /** Returns one embedded engine that evaluates in the calling thread; never closed. */
  static PolicyEngine embedded() {
    return Shared.EMBEDDED;
  }

  /** Returns the decision, waiting for it. */
  static Decision decide(PolicyEngine engine, EntryPoint entryPoint, PolicyInput input) {
    return engine.evaluate(entryPoint, input).toCompletableFuture().join();
  }

  /** Asserts that the stage fails as engines fail, and returns the failure. */
  static PolicyUnavailableException assertUnavailable(CompletionStage<?> stage) {
    Throwable thrown = ThrowableAssert.catchThrowable(() -> stage.toCompletableFuture().join());
    assertThat(thrown).isInstanceOf(CompletionException.class);
    assertThat(thrown.getCause()).isInstanceOf(PolicyUnavailableException.class);
    return (PolicyUnavailableException) thrown.getCause();
  }
}
