package io.dukou.gateway.pipeline;

import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.pipeline.Progress.Identified;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks whether whoever was authenticated reads releases at all, and as a well-formed request. */
final class IdentifyStage implements Stage<Identified, Identified> {
  @Override
  public CompletionStage<Identified> run(Identified input) {
    input
        .request()
        .misuse()
        .ifPresent(
            misuse -> {
              throw new RefusedException(
                  Problem.of(misuse.status(), misuse.code(), misuse.title(), misuse.detail()));
            });
    if (input.request().caller().role() != ClientRole.RECIPIENT) {
      throw new RefusedException(Problems.NOT_A_RECIPIENT);
    }
    return CompletableFuture.completedFuture(input);
  }
}
