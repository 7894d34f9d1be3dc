package io.dukou.gateway.pipeline;

import io.dukou.gateway.pipeline.Progress.Cleared;
import io.dukou.gateway.pipeline.Progress.Measured;
import java.util.concurrent.CompletionStage;

/** Asks the policy whether exactly this may leave. */
final class DecideAgainStage implements Stage<Measured, Cleared> {
  private final Decider decider;

  DecideAgainStage(Decider decider) {
    this.decider = decider;
  }

  @Override
  public CompletionStage<Cleared> run(Measured input) {
    return decider
        .release(input.identified().facts(), input.intended().intent(), input.measures())
        .thenApply(ruling -> new Cleared(input, ruling.orRefuse()));
  }
}
