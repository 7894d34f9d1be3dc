package io.dukou.policies;

import java.util.concurrent.CompletionStage;

/**
 * Evaluates the policy. Implementations answer any thread and never block the calling one.
 *
 * <p>An engine that cannot be relied on answers nothing: every failure completes the stage with a
 * {@link PolicyUnavailableException}, and the caller refuses.
 *
 * <pre>{@code
 * PolicyInput input = PolicyInput.of(facts);
 * engine.evaluate(EntryPoint.REQUEST, input).thenAccept(decision -> ...);
 * }</pre>
 */
public interface PolicyEngine extends AutoCloseable {
  /**
   * Decides about {@code input}.
   *
   * @return a stage that completes with the decision, whose revision is {@link #revision}, or
   *     exceptionally with a {@link PolicyUnavailableException} and nothing else
   */
  CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input);

  /** Returns the revision of the rules that decide: a hash of their sources. */
  String revision();

  /** Frees what the engine holds; later evaluations complete exceptionally. */
  @Override
  void close();
}
