package io.dukou.gateway.pipeline;

import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.pipeline.Progress.Permitted;
import java.util.concurrent.CompletionStage;

/** Asks the policy whether this may be asked for at all, before anything is read. */
final class DecideStage implements Stage<Intended, Permitted> {
  private final Decider decider;

  DecideStage(Decider decider) {
    this.decider = decider;
  }

  @Override
  public CompletionStage<Permitted> run(Intended input) {
    return decider
        .request(input.identified().facts(), input.intent())
        .thenApply(ruling -> new Permitted(input, ruling.orRefuse()));
  }
}
