package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Evaluates the compiled bundle inside this process.
 *
 * <p>An evaluation is pure computation of about a millisecond or less, on the executor that the
 * caller gives; the calling thread does nothing but hand over. An instance of the compiled rules
 * serves one evaluation at a time, so instances are lent from a pool; one that failed is thrown
 * away.
 */
public final class EmbeddedPolicyEngine implements PolicyEngine {
  private final PolicyBundle bundle;
  private final WasmInstances instances;
  private final Executor executor;
  private final Duration deadline;

  private EmbeddedPolicyEngine(
      PolicyBundle bundle, WasmInstances instances, Executor executor, Duration deadline) {
    this.bundle = bundle;
    this.instances = instances;
    this.executor = executor;
    this.deadline = deadline;
  }

  /**
   * Starts the engine; loading and compiling the rules takes about a second.
   *
   * @param executor runs the evaluations and may block there while all instances are lent; it must
   *     not be an event loop, and is not closed with the engine
   * @param instances greatest number of evaluations at the same time, at least 1
   * @param deadline after this time an evaluation fails
   * @throws PolicyException if the bundle built into this module is damaged, or a rule loosens on
   *     knowledge alone
   */
  public static EmbeddedPolicyEngine start(Executor executor, int instances, Duration deadline) {
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(deadline, "deadline");
    if (instances < 1) {
      throw new IllegalArgumentException("instances must be at least 1, not " + instances);
    }
    PolicyBundle bundle = PolicyBundle.load();
    return new EmbeddedPolicyEngine(
        bundle, WasmInstances.start(bundle, instances), executor, deadline);
  }

  @Override
  public CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input) {
    Objects.requireNonNull(entryPoint, "entryPoint");
    Objects.requireNonNull(input, "input");
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    try {
      executor.execute(() -> Answers.complete(decision, () -> answer(entryPoint, input)));
    } catch (RejectedExecutionException e) {
      decision.completeExceptionally(
          new PolicyUnavailableException("No thread evaluates the policy", e));
    }
    return Answers.within(deadline, decision);
  }

  @Override
  public String revision() {
    return bundle.revision();
  }

  @Override
  public void close() {
    instances.close();
  }

  private Decision answer(EntryPoint entryPoint, PolicyInput input) throws InterruptedException {
    JsonNode results = PolicyBundle.parse(instances.evaluate(entryPoint, input));
    if (!results.isArray() || results.size() != 1 || !results.get(0).has("result")) {
      throw new MalformedDecisionException("the entry point is undefined for this input");
    }
    return bundle.decision(results.get(0).get("result"));
  }
}
