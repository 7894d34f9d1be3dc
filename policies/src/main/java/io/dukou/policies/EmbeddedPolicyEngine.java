package io.dukou.policies;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Evaluates the compiled bundle inside this process.
 *
 * <p>Evaluation is pure computation of well under a millisecond, on the executor that the caller
 * gives; the calling thread does nothing but hand over.
 */
public final class EmbeddedPolicyEngine implements PolicyEngine {
  private final Executor executor;

  private EmbeddedPolicyEngine(Executor executor) {
    this.executor = executor;
  }

  /**
   * Starts the engine; loading and compiling the bundle takes about a second.
   *
   * @param executor runs the evaluations; not closed with the engine
   * @param instances greatest number of evaluations at the same time, at least 1
   * @throws PolicyException if the bundle built into this module is damaged or a rule loosens on
   *     knowledge alone
   */
  public static EmbeddedPolicyEngine start(Executor executor, int instances) {
    Objects.checkIndex(instances - 1, Integer.MAX_VALUE);
    return new EmbeddedPolicyEngine(Objects.requireNonNull(executor, "executor"));
  }

  @Override
  public CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input) {
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    executor.execute(
        () ->
            decision.completeExceptionally(
                new PolicyUnavailableException("The bundle is not built yet")));
    return decision;
  }

  @Override
  public String revision() {
    return "unbuilt";
  }

  @Override
  public void close() {}
}
