package io.dukou.gateway.pipeline;

import java.util.concurrent.CompletionStage;

/**
 * One step of every request. It answers one question or fails; a failure of any kind ends the
 * request with a refusal.
 *
 * @param <I> what the stage before has found out
 * @param <O> the same and what this stage adds
 */
@FunctionalInterface
interface Stage<I extends Progress, O extends Progress> {
  /** Takes the step without blocking the caller; may fail by throwing too. */
  CompletionStage<O> run(I input);
}
